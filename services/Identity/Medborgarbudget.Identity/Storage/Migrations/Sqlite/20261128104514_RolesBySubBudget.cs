using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RolesBySubBudget : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "role_grants_one_open_per_person_and_role",
                table: "role_grants");

            migrationBuilder.AddColumn<Guid>(
                name: "sub_budget_id",
                table: "role_grants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "role_grants_one_open_per_person_and_role",
                table: "role_grants",
                columns: new[] { "organisation_id", "person_id", "role" },
                unique: true,
                filter: "state in ('Requested', 'Held') and sub_budget_id is null");

            migrationBuilder.CreateIndex(
                name: "role_grants_one_open_per_person_role_and_sub_budget",
                table: "role_grants",
                columns: new[] { "organisation_id", "person_id", "role", "sub_budget_id" },
                unique: true,
                filter: "state in ('Requested', 'Held') and sub_budget_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "role_grants_one_open_per_person_and_role",
                table: "role_grants");

            migrationBuilder.DropIndex(
                name: "role_grants_one_open_per_person_role_and_sub_budget",
                table: "role_grants");

            migrationBuilder.DropColumn(
                name: "sub_budget_id",
                table: "role_grants");

            migrationBuilder.CreateIndex(
                name: "role_grants_one_open_per_person_and_role",
                table: "role_grants",
                columns: new[] { "organisation_id", "person_id", "role" },
                unique: true,
                filter: "state in ('Requested', 'Held')");
        }
    }
}
