using Medborgarbudget.Messaging;
using Medborgarbudget.Network;

var builder = WebApplication.CreateBuilder(args);
builder.AddNetwork();
var app = builder.Build();
app.MapNetwork();
if (args is ["migrate"])
{
    await app.MigrateAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
