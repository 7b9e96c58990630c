using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Voting.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PaperAndChannels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "channel",
                table: "ledger",
                type: "INTEGER",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<byte[]>(
                name: "channels",
                table: "counts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "annulments",
                columns: table => new
                {
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    voter = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("annulments_one_per_voter", x => new { x.round, x.voter });
                });

            migrationBuilder.CreateTable(
                name: "channel_marks",
                columns: table => new
                {
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    marks = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("channel_marks_once_per_round", x => x.round);
                });

            migrationBuilder.CreateTable(
                name: "paper_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sub_budget_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    place_id = table.Column<string>(type: "TEXT", nullable: false),
                    place_name = table.Column<string>(type: "TEXT", nullable: false),
                    first_serial = table.Column<long>(type: "INTEGER", nullable: false),
                    last_serial = table.Column<long>(type: "INTEGER", nullable: false),
                    issued = table.Column<int>(type: "INTEGER", nullable: false),
                    received = table.Column<int>(type: "INTEGER", nullable: false),
                    spoiled = table.Column<int>(type: "INTEGER", nullable: false),
                    missing = table.Column<int>(type: "INTEGER", nullable: false),
                    is_closed = table.Column<bool>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paper_batches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "paper_cards",
                columns: table => new
                {
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    serial = table.Column<long>(type: "INTEGER", nullable: false),
                    batch_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    first_reader = table.Column<Guid>(type: "TEXT", nullable: false),
                    first_reading = table.Column<byte[]>(type: "BLOB", nullable: false),
                    second_reader = table.Column<Guid>(type: "TEXT", nullable: true),
                    second_reading = table.Column<byte[]>(type: "BLOB", nullable: true),
                    settlement_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    settlement_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settlement_reading = table.Column<byte[]>(type: "BLOB", nullable: true),
                    settlement_approved_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    settlement_approved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    final_reading = table.Column<byte[]>(type: "BLOB", nullable: true),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("paper_cards_one_per_serial", x => new { x.round, x.serial });
                });

            migrationBuilder.CreateIndex(
                name: "paper_batches_of_sub_budget",
                table: "paper_batches",
                column: "sub_budget_id");

            migrationBuilder.CreateIndex(
                name: "paper_cards_of_batch",
                table: "paper_cards",
                column: "batch_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "annulments");

            migrationBuilder.DropTable(
                name: "channel_marks");

            migrationBuilder.DropTable(
                name: "paper_batches");

            migrationBuilder.DropTable(
                name: "paper_cards");

            migrationBuilder.DropColumn(
                name: "channel",
                table: "ledger");

            migrationBuilder.DropColumn(
                name: "channels",
                table: "counts");
        }
    }
}
