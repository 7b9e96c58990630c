using Medborgarbudget.Identity;
using Medborgarbudget.Messaging.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddIdentity();
await using var app = builder.Build();
if (args is ["migrate"])
{
    await app.MigrateStorageAsync(CancellationToken.None);
    return;
}

app.MapIdentity();
await app.RunAsync();
