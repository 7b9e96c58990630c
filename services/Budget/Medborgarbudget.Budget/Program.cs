using Medborgarbudget.Budgets;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddBudget();
var app = builder.Build();
app.MapBudget();
if (args is ["migrate"])
{
    await app.MigrateAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
