using Medborgarbudget.Messaging;
using Medborgarbudget.Screenings;

var builder = WebApplication.CreateBuilder(args);
builder.AddScreening();
var app = builder.Build();
app.MapScreening();
if (args is ["migrate"])
{
    await app.MigrateAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
