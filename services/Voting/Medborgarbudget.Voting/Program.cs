using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Voting;

var builder = WebApplication.CreateBuilder(args);
builder.AddVoting();
var app = builder.Build();
if (args is ["migrate"])
{
    await app.MigrateStorageAsync(CancellationToken.None);
    return;
}

app.MapVoting();
await app.RunAsync();
