using Medborgarbudget.Budgets;
using Medborgarbudget.Messaging.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddBudget();
var app = builder.Build();
app.MapBudget();
if (args is ["migrate"])
{
    await app.MigrateStorageAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
