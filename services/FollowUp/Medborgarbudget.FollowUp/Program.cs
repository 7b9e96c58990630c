using Medborgarbudget.FollowUp;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddFollowUp();
var app = builder.Build();
app.MapFollowUp();
if (args is ["migrate"])
{
    await app.MigrateAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
