using Medborgarbudget.FollowUp;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddFollowUp();
var app = builder.Build();
app.MapFollowUp();
if (await app.RunModeAsync(args))
{
    return;
}

await app.RunAsync();
