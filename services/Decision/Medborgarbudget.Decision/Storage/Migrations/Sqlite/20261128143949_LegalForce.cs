using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Decisions.Storage.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true);

            // Cases whose notice is posted already are told of like others.
            migrationBuilder.Sql("update cases set untold_legal_force_on = date(json_extract(state, '$.noticeOn'), '+22 days') where json_extract(state, '$.noticeOn') is not null");
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
