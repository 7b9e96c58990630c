namespace Medborgarbudget.TestKit.Hostile;

/// <summary>What can be put in an address where an id, a number or a text belongs.</summary>
internal static class AddressAttacks
{
    private static readonly byte[] NoFields = "{}"u8.ToArray();

    private static readonly (string Attack, string Text)[] Ids =
    [
        ("the id of nothing", "00000000-0000-0000-0000-000000000000"),
        ("a word for an id", "null"),
        ("a negative number for an id", "-1"),
        ("a climb out of the path", "..%2f..%2f..%2fetc%2fpasswd"),
        ("a climb with both bars", "..%5c..%5c%2e%2e%2f"),
        ("a climb to an internal rpc", "..%2F..%2Fmedborgarbudget.guard.v1.GuardService%2FAskGuard"),
        ("a double encoded climb", "%252e%252e%252f"),
        ("bytes that are not UTF-8", "%ff%fe%fd"),
        ("an overlong encoding", "%c0%af"),
        ("SQL", "1%27%20OR%20%271%27=%271"),
        ("a script", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
        ("a template", "%7B%7B7*7%7D%7D$%7Bx%7D"),
        ("a line break", "a%0d%0aSet-Cookie:x=1"),
        ("a custom verb that is none", "x:drop"),
        ("a very long id", new string('a', 2000)),
    ];

    private static readonly (string Attack, string Text)[] Values =
    [
        ("a word", "abc"),
        ("too large a number", "99999999999999999999"),
        ("a negative number", "-1"),
        ("a fraction", "1.5"),
        ("nothing", ""),
        ("bytes that are not UTF-8", "%ff%fe"),
        ("a null character", "%00"),
        ("SQL", "%27;--"),
        ("a very long text", new string('a', 3000)),
    ];

    public static HostileRequest Honest(ApiOperation operation) => new(operation, "nothing wrong but nothing there", operation.Address(), BodyOf(operation));

    public static IEnumerable<HostileRequest> On(ApiOperation operation)
    {
        var body = BodyOf(operation);
        yield return Honest(operation);
        yield return new HostileRequest(operation, "unknown parameters", operation.Address() + "?__proto__=1&a=1&a=2&%5B%5D=x&=&&", body);
        if (operation.InPath.Any())
        {
            foreach (var (attack, text) in Ids)
            {
                yield return new HostileRequest(operation, $"{attack} in the path", operation.Address(_ => text), body);
            }

            yield return new HostileRequest(operation, "a null character in the path", operation.Address(_ => "%00"), body) { MayBeRefusedUnread = true };
        }

        foreach (var parameter in operation.InQuery)
        {
            foreach (var (attack, text) in Values)
            {
                yield return new HostileRequest(operation, $"{attack} as {parameter.Name}", $"{operation.Address()}?{parameter.Name}={text}");
            }

            yield return new HostileRequest(
                operation, $"{parameter.Name} twice", $"{operation.Address()}?{parameter.Name}=1&{parameter.Name}=2");
            yield return new HostileRequest(operation, $"a field inside {parameter.Name}", $"{operation.Address()}?{parameter.Name}.inner.deep=1");
        }
    }

    private static byte[]? BodyOf(ApiOperation operation) => operation.Body is null ? null : NoFields;
}
