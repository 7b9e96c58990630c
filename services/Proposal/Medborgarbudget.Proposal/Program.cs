using Medborgarbudget.Proposals;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddProposal();
var app = builder.Build();
app.MapProposal();
if (args is ["migrate"])
{
    await app.MigrateAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
