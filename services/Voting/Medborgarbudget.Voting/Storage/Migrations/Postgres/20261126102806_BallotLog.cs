using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Voting.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class BallotLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "holes");

            migrationBuilder.AddColumn<byte[]>(
                name: "closing",
                table: "rounds",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "salt_key",
                table: "rounds",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "files",
                table: "counts",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cosignatures",
                columns: table => new
                {
                    round = table.Column<int>(type: "integer", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    witness = table.Column<string>(type: "text", nullable: false),
                    time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cosignatures", x => new { x.round, x.size, x.witness });
                });

            migrationBuilder.CreateTable(
                name: "log_heads",
                columns: table => new
                {
                    round = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<byte[]>(type: "bytea", nullable: false),
                    peaks = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("log_heads_one_per_number", x => new { x.round, x.number });
                });

            migrationBuilder.CreateTable(
                name: "log_tiles",
                columns: table => new
                {
                    round = table.Column<int>(type: "integer", nullable: false),
                    level = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    hashes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_tiles", x => new { x.round, x.level, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "log_heads_one_per_size",
                table: "log_heads",
                columns: new[] { "round", "size" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cosignatures");

            migrationBuilder.DropTable(
                name: "log_heads");

            migrationBuilder.DropTable(
                name: "log_tiles");

            migrationBuilder.DropColumn(
                name: "closing",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "salt_key",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "files",
                table: "counts");

            migrationBuilder.CreateTable(
                name: "holes",
                columns: table => new
                {
                    round = table.Column<int>(type: "integer", nullable: false),
                    shard = table.Column<int>(type: "integer", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holes", x => new { x.round, x.shard, x.seq });
                });
        }
    }
}
