using Medborgarbudget.Messaging;
using Medborgarbudget.Screenings;

var builder = WebApplication.CreateBuilder(args);
builder.AddScreening();
var app = builder.Build();
app.MapScreening();
if (await app.RunModeAsync(args))
{
    return;
}

await app.RunAsync();
