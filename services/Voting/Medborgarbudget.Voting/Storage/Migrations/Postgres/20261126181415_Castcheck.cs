using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Voting.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Castcheck : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "has_castcheck",
                table: "sub_budgets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "castchecks",
                columns: table => new
                {
                    round = table.Column<int>(type: "integer", nullable: false),
                    voter = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    shown = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("castchecks_one_per_voter", x => new { x.round, x.voter });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "castchecks");

            migrationBuilder.DropColumn(
                name: "has_castcheck",
                table: "sub_budgets");
        }
    }
}
