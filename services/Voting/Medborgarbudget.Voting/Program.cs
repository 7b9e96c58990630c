using Medborgarbudget.Messaging;
using Medborgarbudget.Voting;

var builder = WebApplication.CreateBuilder(args);
builder.AddVoting();
var app = builder.Build();
if (args is ["migrate"])
{
    await app.MigrateAsync(CancellationToken.None);
    return;
}

app.MapVoting();
await app.RunAsync();
