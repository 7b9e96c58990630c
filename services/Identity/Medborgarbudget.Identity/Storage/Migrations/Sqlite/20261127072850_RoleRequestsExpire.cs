using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RoleRequestsExpire : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "role_grants_one_open_per_person_and_role",
                table: "role_grants");

            migrationBuilder.CreateIndex(
                name: "role_grants_one_open_per_person_and_role",
                table: "role_grants",
                columns: new[] { "organisation_id", "person_id", "role" },
                unique: true,
                filter: "state in ('Requested', 'Held')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "role_grants_one_open_per_person_and_role",
                table: "role_grants");

            migrationBuilder.CreateIndex(
                name: "role_grants_one_open_per_person_and_role",
                table: "role_grants",
                columns: new[] { "organisation_id", "person_id", "role" },
                unique: true,
                filter: "state <> 'Revoked'");
        }
    }
}
