using System.IO.Pipelines;
using System.Text.Json;
using Google.Protobuf.Collections;

namespace Medborgarbudget.Gateway.Intake;

/// <summary>
/// Reads the JSON of a cast, <c>{"proposalIds": ["…"]}</c>, strictly: the ids once, as strings; other members are left alone. What cannot be
/// read without a doubt is refused, since a ballot is not guessed at.
/// </summary>
internal static class BallotBody
{
    /// <summary>Room for a ballot with every item on it.</summary>
    public const int MaxBytes = 128 * 1024;

    private static readonly JsonReaderOptions Strictly = new() { MaxDepth = 16 };

    /// <summary>Fills in the ids. Null, or the HTTP status of what is wrong: 400 or 413.</summary>
    public static async ValueTask<int?> ReadAsync(PipeReader body, RepeatedField<string> proposalIds, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MaxBytes)
            {
                body.AdvanceTo(read.Buffer.End);
                return StatusCodes.Status413PayloadTooLarge;
            }

            if (read.IsCompleted)
            {
                var isRead = TryRead(new Utf8JsonReader(read.Buffer, Strictly), proposalIds);
                body.AdvanceTo(read.Buffer.End);
                return isRead ? null : StatusCodes.Status400BadRequest;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The same of a whole body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, RepeatedField<string> proposalIds) =>
        TryRead(new Utf8JsonReader(bytes, Strictly), proposalIds);

    private static bool TryRead(Utf8JsonReader json, RepeatedField<string> proposalIds)
    {
        try
        {
            return json.Read() && json.TokenType == JsonTokenType.StartObject && ReadMembers(ref json, proposalIds) && !json.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Broken JSON, or text that is no Unicode.
            return false;
        }
    }

    private static bool ReadMembers(ref Utf8JsonReader json, RepeatedField<string> proposalIds)
    {
        var isGiven = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIds = json.ValueTextEquals("proposalIds"u8) || json.ValueTextEquals("proposal_ids"u8);
            if (isIds && isGiven)
            {
                return false;
            }

            isGiven |= isIds;
            json.Read();
            if (!isIds)
            {
                json.Skip();
            }
            else if (!ReadIds(ref json, proposalIds))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReadIds(ref Utf8JsonReader json, RepeatedField<string> proposalIds)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            proposalIds.Add(json.GetString()!);
        }

        return json.TokenType == JsonTokenType.EndArray;
    }
}
