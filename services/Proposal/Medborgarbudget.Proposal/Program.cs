using Medborgarbudget.Proposals;
using Medborgarbudget.Messaging.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddProposal();
var app = builder.Build();
app.MapProposal();
if (args is ["migrate"])
{
    await app.MigrateStorageAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
