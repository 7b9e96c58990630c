using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RollChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "last_import_id",
                table: "rolls",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "changes_to",
                table: "roll_imports",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_listed",
                table: "roll_entries",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            // Every roll was taken in whole so far, as its first entries: whoever stands after them has declared a tie and is on no extract.
            migrationBuilder.Sql("""
                update roll_entries set is_listed = false
                where serial > (select i."rows" from roll_imports i where i.id = roll_entries.import_id) and ground in (4, 14) and area = ''
                """);
            migrationBuilder.Sql("update rolls set last_import_id = import_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "last_import_id",
                table: "rolls");

            migrationBuilder.DropColumn(
                name: "changes_to",
                table: "roll_imports");

            migrationBuilder.DropColumn(
                name: "is_listed",
                table: "roll_entries");
        }
    }
}
