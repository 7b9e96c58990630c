using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Eligibility : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "areas",
                table: "sub_budgets",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<Guid>(
                name: "edition_id",
                table: "sub_budgets",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<string>(
                name: "groups",
                table: "sub_budgets",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "guardian_under",
                table: "sub_budgets",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "has_free_choice",
                table: "sub_budgets",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "ground",
                table: "roll_entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "needs_guardian",
                table: "roll_entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "free_choices",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    voter_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sub_budget_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("free_choices_one_per_voter_and_edition", x => new { x.edition_id, x.voter_hash });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "free_choices");

            migrationBuilder.DropColumn(
                name: "areas",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "edition_id",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "groups",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "guardian_under",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "has_free_choice",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "ground",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "needs_guardian",
                table: "roll_entries");
        }
    }
}
