using Medborgarbudget.Decisions;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddDecision();
var app = builder.Build();
app.MapDecision();
if (await app.RunModeAsync(args))
{
    return;
}

await app.RunAsync();
