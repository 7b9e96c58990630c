using Medborgarbudget.Identity;
using Medborgarbudget.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddIdentity();
await using var app = builder.Build();
if (await app.RunModeAsync(args))
{
    return;
}

if (args is ["rotate-kek"])
{
    app.RotateKeyEncryptionKey();
    return;
}

if (args is ["rotate-signing-keys"])
{
    app.RotateSigningKeys();
    return;
}

app.MapIdentity();
await app.RunAsync();
