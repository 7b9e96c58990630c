using Medborgarbudget.Messaging;
using Medborgarbudget.Voting;

var builder = WebApplication.CreateBuilder(args);
builder.AddVoting();
var app = builder.Build();
if (await app.RunModeAsync(args))
{
    return;
}

app.MapVoting();
await app.RunAsync();
