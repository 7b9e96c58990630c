using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Postgres
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
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "mark_day",
                table: "roll_entries",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "mark_shift_id",
                table: "roll_entries",
                type: "uuid",
                nullable: true);

            // How the earlier tokens were asked for was not kept; they count as web.
            migrationBuilder.Sql("update roll_entries set channel = 1 where has_token;");

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    voting_place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    begins_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    envelopes = table.Column<int>(type: "integer", nullable: false),
                    refusals = table.Column<int>(type: "integer", nullable: false),
                    refusals_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_list = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "voting_places",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sub_budget_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    has_kiosk = table.Column<bool>(type: "boolean", nullable: false),
                    has_telephone = table.Column<bool>(type: "boolean", nullable: false),
                    has_paper = table.Column<bool>(type: "boolean", nullable: false),
                    is_offline = table.Column<bool>(type: "boolean", nullable: false)
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
