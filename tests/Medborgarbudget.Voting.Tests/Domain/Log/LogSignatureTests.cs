using System.Security.Cryptography;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Domain.Log;

public sealed class LogSignatureTests
{
    private static byte[] NewKey(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static bool IsKey(byte[] der)
    {
        var isKey = LogSignature.TryReadKey(Convert.ToBase64String(der), out var key);
        key?.Dispose();
        return isKey;
    }

    [Fact]
    public void V3_No_changed_byte_of_a_key_makes_it_another_key_or_stops_the_reader()
    {
        var der = NewKey(ECCurve.NamedCurves.nistP256);
        IsKey(der).ShouldBeTrue();

        for (var at = 0; at < der.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                der[at] ^= (byte)(1 << bit);
                IsKey(der).ShouldBeFalse($"byte {at}, bit {bit}");
                der[at] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public void V3_Whatever_a_changed_byte_says_of_the_curve_the_key_is_refused()
    {
        var der = NewKey(ECCurve.NamedCurves.nistP256);
        const int Described = 27;
        for (var at = 0; at < Described; at++)
        {
            var right = der[at];
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                der[at] = (byte)value;
                IsKey(der).ShouldBe(value == right, $"byte {at}, value {value}");
            }

            der[at] = right;
        }
    }

    [Fact]
    public void Key_of_another_curve_or_length_is_refused()
    {
        IsKey(NewKey(ECCurve.NamedCurves.nistP384)).ShouldBeFalse();
        IsKey(NewKey(ECCurve.NamedCurves.brainpoolP256r1)).ShouldBeFalse();
        IsKey([.. NewKey(ECCurve.NamedCurves.nistP256), 0]).ShouldBeFalse();
        IsKey([]).ShouldBeFalse();
    }
}
