using Medborgarbudget.Decisions;
using Medborgarbudget.Messaging.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddDecision();
var app = builder.Build();
app.MapDecision();
if (args is ["migrate"])
{
    await app.MigrateStorageAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
