using System.Text;
using Microsoft.Data.Sqlite;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>A search that finds nothing proves nothing unless it would have found what is there.</summary>
public sealed class TracesTests
{
    private const string Number = "199602292386";
    private const string Id = "0198c0de-0000-7000-8000-00000000abcd";

    private static Traces All => new Traces().AddNumber(Number).AddId("id", Id).AddText("name", "Märta Urgammal").AddToken("token", "eyJhbGciOi.cGF5bG9hZA.c2lnbmF0dXJl");

    [Theory]
    [InlineData("199602292386", "number …2386")]
    [InlineData("nr=19960229-2386&x", "number …2386")]
    [InlineData("9602292386", "number …2386")]
    [InlineData("960229-2386", "number …2386")]
    [InlineData("960229+2386", "number …2386")]
    [InlineData("960229%2b2386", "number …2386")]
    [InlineData("19960229 2386", "number …2386")]
    [InlineData("960229%202386", "number …2386")]
    [InlineData("{\"a\":\"960229\\u002B2386\"}", "number …2386")]
    [InlineData("\\x7b3936303232392d323338367d", "number …2386")]
    [InlineData("MTk5NjAyMjkyMzg2", "number …2386")]
    [InlineData("eDE5OTYwMjI5MjM4Nnk=", "number …2386")]
    [InlineData("eHg5NjAyMjktMjM4Nnk=", "number …2386")]
    [InlineData("by 0198C0DE-0000-7000-8000-00000000ABCD", "id")]
    [InlineData("0198c0de00007000800000000000abcd", "id")]
    [InlineData("hej Märta Urgammal!", "name")]
    [InlineData("sig=c2lnbmF0dXJl", "token")]
    public void Planted_trace_is_found(string text, string name)
    {
        All.In(text).ShouldBe([name]);
        All.In(Encoding.Unicode.GetBytes(text)).ShouldBe([name]);
    }

    [Fact]
    public void Planted_bytes_of_an_id_are_found_in_both_orders()
    {
        All.In([1, .. Guid.Parse(Id).ToByteArray(), 2]).ShouldBe(["id"]);
        All.In([1, .. Guid.Parse(Id).ToByteArray(bigEndian: true), 2]).ShouldBe(["id"]);
    }

    [Fact]
    public void What_is_not_there_is_not_found() =>
        All.In("19960229_2386, 0198c0de-0000-7000-8000-00000000abce, Märta, eyJhbGciOi").ShouldBeEmpty();

    [Fact]
    public async Task Dump_of_a_database_has_every_kind_of_value()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                await connection.OpenAsync(TestContext.Current.CancellationToken);
                await using var command = connection.CreateCommand();
                command.CommandText = "create table a (x text, n integer, b blob); insert into a values ('Märta Urgammal', 199602292386, x'0198c0de00007000800000000000abcd')";
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            var dump = await Dump.OfAsync(file, TestContext.Current.CancellationToken);
            All.In(dump.Bytes).ShouldBe(["number …2386", "id", "name"], ignoreOrder: true);
            dump.RowsByTable.ShouldBe(new Dictionary<string, int> { ["a"] = 1 });
        }
        finally
        {
            File.Delete(file);
        }
    }
}
