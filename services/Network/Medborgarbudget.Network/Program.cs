using Medborgarbudget.Messaging;
using Medborgarbudget.Network;

var builder = WebApplication.CreateBuilder(args);
builder.AddNetwork();
var app = builder.Build();
app.MapNetwork();
if (await app.RunModeAsync(args))
{
    return;
}

await app.RunAsync();
