using Medborgarbudget.Proposals;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddProposal();
var app = builder.Build();
app.MapProposal();
if (await app.RunModeAsync(args))
{
    return;
}

await app.RunAsync();
