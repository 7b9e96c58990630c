using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>Looks into the one message of a gRPC or gRPC-Web request whose body has been read whole.</summary>
internal static class GrpcRequests
{
    private const int HeaderBytes = 5;
    private const int MaxMessageBytes = 64 * 1024;

    /// <summary>Reads a text field of the message; empty where it is not set. False where the message cannot be read.</summary>
    public static bool TryReadField(HttpRequest request, FieldDescriptor field, out string? value)
    {
        value = "";
        try
        {
            var tag = WireFormat.MakeTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
            var message = new CodedInputStream(MessageOf(request));
            while (message.ReadTag() is var next and not 0)
            {
                if (next == tag)
                {
                    value = message.ReadString();
                }
                else
                {
                    message.SkipLastField();
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException or FormatException)
        {
            return false;
        }
    }

    private static byte[] MessageOf(HttpRequest request)
    {
        var body = request.Body is MemoryStream whole ? whole.ToArray() : [];
        var isText = request.ContentType?.StartsWith("application/grpc-web-text", StringComparison.OrdinalIgnoreCase) == true;
        var framed = isText ? Base64.DecodeFromUtf8InPlace(body, out var length) == System.Buffers.OperationStatus.Done ? body[..length] : [] : body;
        if (framed.Length < HeaderBytes || BinaryPrimitives.ReadUInt32BigEndian(framed.AsSpan(1)) != framed.Length - HeaderBytes)
        {
            throw new InvalidDataException("The frame is not whole.");
        }

        return framed[0] == 0 ? framed[HeaderBytes..] : Unpack(framed[HeaderBytes..], request.Headers["grpc-encoding"].ToString());
    }

    private static byte[] Unpack(byte[] packed, string encoding)
    {
        using var input = new MemoryStream(packed);
        using Stream unpacked = encoding switch
        {
            "gzip" => new GZipStream(input, CompressionMode.Decompress),
            "deflate" => new ZLibStream(input, CompressionMode.Decompress),
            _ => throw new InvalidDataException("The compression is not known."),
        };
        var message = new byte[MaxMessageBytes];
        var length = unpacked.ReadAtLeast(message, MaxMessageBytes, throwOnEndOfStream: false);
        return length < MaxMessageBytes ? message[..length] : throw new InvalidDataException("The message is too long.");
    }
}
