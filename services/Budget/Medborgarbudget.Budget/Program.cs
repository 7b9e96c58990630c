using Medborgarbudget.Budgets;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddBudget();
var app = builder.Build();
app.MapBudget();
if (await app.RunModeAsync(args))
{
    return;
}

await app.RunAsync();
