using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ChannelMarks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "channel",
                table: "roll_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "mark_day",
                table: "roll_entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "mark_shift_id",
                table: "roll_entries",
                type: "TEXT",
                nullable: true);

            // How the earlier tokens were asked for was not kept; they count as web.
            migrationBuilder.Sql("update roll_entries set channel = 1 where has_token;");

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    voting_place_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    begins_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    envelopes = table.Column<int>(type: "INTEGER", nullable: false),
                    refusals = table.Column<int>(type: "INTEGER", nullable: false),
                    refusals_since = table.Column<long>(type: "INTEGER", nullable: false),
                    settled_list = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "voting_places",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sub_budget_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    has_kiosk = table.Column<bool>(type: "INTEGER", nullable: false),
                    has_telephone = table.Column<bool>(type: "INTEGER", nullable: false),
                    has_paper = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_offline = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_voting_places", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "shifts_of_voting_place",
                table: "shifts",
                column: "voting_place_id");

            migrationBuilder.CreateIndex(
                name: "voting_places_of_sub_budget",
                table: "voting_places",
                column: "sub_budget_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropTable(
                name: "voting_places");

            migrationBuilder.DropColumn(
                name: "channel",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "mark_day",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "mark_shift_id",
                table: "roll_entries");
        }
    }
}
