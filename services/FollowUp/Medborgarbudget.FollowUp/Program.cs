using Medborgarbudget.FollowUp;
using Medborgarbudget.Messaging.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddFollowUp();
var app = builder.Build();
app.MapFollowUp();
if (args is ["migrate"])
{
    await app.MigrateStorageAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
