using Medborgarbudget.Decisions;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddDecision();
var app = builder.Build();
app.MapDecision();
if (args is ["migrate"])
{
    await app.MigrateAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
