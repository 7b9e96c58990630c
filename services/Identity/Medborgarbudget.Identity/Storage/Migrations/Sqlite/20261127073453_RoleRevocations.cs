using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RoleRevocations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "revocation_requested_at",
                table: "role_grants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "revocation_requested_by",
                table: "role_grants",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "revocation_requested_at",
                table: "role_grants");

            migrationBuilder.DropColumn(
                name: "revocation_requested_by",
                table: "role_grants");
        }
    }
}
