using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Kernel;
using Medborgarbudget.Tally;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;
using VoteType = Medborgarbudget.Voting.VoteType;
using VotingRule = Medborgarbudget.Tally.VotingRule;

namespace Medborgarbudget.Cli.Published;

/// <summary>What a verifier needs of a frozen ballot: keys, items with their prices, pot and rule.</summary>
/// <param name="Sha256">Of the bytes, hexadecimal in lower case: the name of the ballot.</param>
/// <param name="Items">In ballot order.</param>
/// <param name="Rule">The rule of the count with every option.</param>
/// <param name="Witnesses">Keys by the names of the witnesses.</param>
internal sealed record PublishedManifest(
    string Sha256,
    SubBudgetId SubBudgetId,
    ImmutableArray<PublishedItem> Items,
    long AmountOre,
    VoteType VoteType,
    int MaxChoices,
    VotingRule Rule,
    AcknowledgementLevel Level,
    ECDsa LogKey,
    ImmutableDictionary<string, ECDsa> Witnesses)
{
    /// <summary>Reads a manifest.</summary>
    /// <returns>Why it is none, or null with the manifest.</returns>
    public static string? Read(ReadOnlyMemory<byte> bytes, out PublishedManifest? manifest)
    {
        manifest = null;
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return Read(json.RootElement, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), out manifest);
        }
        catch (JsonException exception)
        {
            return $"it is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return "a member is missing or of the wrong kind";
        }
    }

    private static string? Read(JsonElement json, string sha256, out PublishedManifest? manifest)
    {
        manifest = null;
        var rule = json.GetProperty("rule");
        var keys = json.GetProperty("keys");
        if (!RuleJson.TryRead(rule.GetProperty("count"), out var count))
        {
            return "its rule is not one that is offered";
        }

        if (AcknowledgementLevels.Find(json.GetProperty("acknowledgementLevel").GetString()) is not { } level)
        {
            return "its acknowledgement level is not one that is offered";
        }

        if (!LogSignature.TryReadKey(keys.GetProperty("log").GetString(), out var log) || !TryReadWitnesses(keys, out var witnesses))
        {
            return "a key in it is no key of P-256";
        }

        manifest = new PublishedManifest(
            sha256,
            new SubBudgetId(json.GetProperty("subBudget").GetGuid()),
            [.. json.GetProperty("items").EnumerateArray().Select(ReadItem)],
            json.GetProperty("amountOre").GetInt64(),
            Enum.Parse<VoteType>(rule.GetProperty("voteType").GetString() ?? ""),
            rule.GetProperty("maxChoices").GetInt32(),
            count,
            level,
            log,
            witnesses);
        return null;
    }

    private static PublishedItem ReadItem(JsonElement item) => new(
        item.GetProperty("number").GetInt32().ToString(CultureInfo.InvariantCulture), item.GetProperty("costOre").GetInt64());

    private static bool TryReadWitnesses(JsonElement keys, [NotNullWhen(true)] out ImmutableDictionary<string, ECDsa>? witnesses)
    {
        var read = ImmutableDictionary.CreateBuilder<string, ECDsa>(StringComparer.Ordinal);
        witnesses = null;
        foreach (var witness in keys.GetProperty("witnesses").EnumerateArray())
        {
            if (!LogSignature.TryReadKey(witness.GetProperty("key").GetString(), out var key))
            {
                return false;
            }

            read.Add(witness.GetProperty("name").GetString() ?? "", key);
        }

        witnesses = read.ToImmutable();
        return true;
    }
}

/// <summary>An item of the ballot as the counted list names it.</summary>
/// <param name="Id">Its number on the ballot.</param>
internal readonly record struct PublishedItem(string Id, long CostOre);
