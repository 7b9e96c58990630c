using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DeclarationsAndFaults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<List<string>>(
                name: "connections",
                table: "sub_budgets",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<int>(
                name: "declared",
                table: "rolls",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "read_at",
                table: "roll_imports",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "votes_elsewhere",
                table: "roll_entries",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "declarations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sub_budget_id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_type = table.Column<int>(type: "integer", nullable: false),
                    sealed_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    connection = table.Column<string>(type: "text", nullable: false),
                    declared_on = table.Column<DateOnly>(type: "date", nullable: false),
                    moves_vote = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_declarations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roll_fault_pages",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    faults = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roll_fault_pages", x => new { x.import_id, x.number });
                });

            // Every known sub-budget has a head from now on: it is what declarations and rolls hold against each other.
            migrationBuilder.Sql("""
                insert into rolls (sub_budget_id, entries, codes_issued, entries_with_token)
                select id, 0, 0, 0 from sub_budgets where id not in (select sub_budget_id from rolls)
                """);

            migrationBuilder.CreateIndex(
                name: "declarations_of_edition",
                table: "declarations",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "declarations_one_per_voter",
                table: "declarations",
                columns: new[] { "sub_budget_id", "key_hash" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "declarations");

            migrationBuilder.DropTable(
                name: "roll_fault_pages");

            migrationBuilder.DropColumn(
                name: "connections",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "declared",
                table: "rolls");

            migrationBuilder.DropColumn(
                name: "read_at",
                table: "roll_imports");

            migrationBuilder.DropColumn(
                name: "votes_elsewhere",
                table: "roll_entries");
        }
    }
}
