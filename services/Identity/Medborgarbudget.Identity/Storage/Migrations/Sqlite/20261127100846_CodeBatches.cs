using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CodeBatches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "code_batch",
                table: "roll_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "code_batches",
                columns: table => new
                {
                    sub_budget_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    area = table.Column<string>(type: "TEXT", nullable: true),
                    entries = table.Column<int>(type: "INTEGER", nullable: false),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    downloaded_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    downloaded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    renewals = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_batches", x => new { x.sub_budget_id, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "roll_entries_of_code_batch",
                table: "roll_entries",
                columns: new[] { "import_id", "code_batch" },
                filter: "code_batch is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "code_batches");

            migrationBuilder.DropIndex(
                name: "roll_entries_of_code_batch",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "code_batch",
                table: "roll_entries");
        }
    }
}
