using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Voting.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CountCallsExpire : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "first_person_at",
                table: "counts",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "first_person_at",
                table: "counts");
        }
    }
}
