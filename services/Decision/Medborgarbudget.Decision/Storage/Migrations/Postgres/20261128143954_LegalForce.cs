using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Decisions.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LegalForce : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "untold_legal_force_on",
                table: "cases",
                type: "date",
                nullable: true);

            // Cases whose notice is posted already are told of like others.
            migrationBuilder.Sql("update cases set untold_legal_force_on = (state::json ->> 'noticeOn')::date + 22 where state::json ->> 'noticeOn' is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "untold_legal_force_on",
                table: "cases");
        }
    }
}
