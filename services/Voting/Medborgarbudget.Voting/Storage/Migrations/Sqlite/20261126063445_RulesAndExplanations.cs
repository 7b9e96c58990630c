using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Voting.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RulesAndExplanations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The rules there were, each with every option that it had.
            migrationBuilder.Sql(
                """
                UPDATE sub_budgets SET count_rule =
                    '{"name":"greedy","order":"' || CASE count_rule WHEN 'GreedyPerCost' THEN 'votes-per-cost' ELSE 'votes' END
                    || '","stopsAtFirstMisfit":' || CASE count_rule WHEN 'GreedyNoSkip' THEN 'true' ELSE 'false' END
                    || ',"threshold":' || CASE vote_threshold WHEN 0 THEN 'null' ELSE CAST(vote_threshold AS TEXT) END
                    || ',"ordinalScoring":"max-length","exclusiveGroups":[],"sizeQuotas":[],"placePriority":null}'
                """);

            migrationBuilder.DropColumn(
                name: "vote_threshold",
                table: "sub_budgets");

            migrationBuilder.AddColumn<long>(
                name: "explained_at",
                table: "counts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "runs",
                table: "counts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "spent",
                table: "counts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "explanations",
                columns: table => new
                {
                    count_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_explanations", x => x.count_id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "explanations");

            migrationBuilder.DropColumn(
                name: "explained_at",
                table: "counts");

            migrationBuilder.DropColumn(
                name: "runs",
                table: "counts");

            migrationBuilder.DropColumn(
                name: "spent",
                table: "counts");

            migrationBuilder.AddColumn<int>(
                name: "vote_threshold",
                table: "sub_budgets",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);
        }
    }
}
