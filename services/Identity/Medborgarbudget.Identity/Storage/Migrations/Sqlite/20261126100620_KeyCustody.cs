using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KeyCustody : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "objections_close",
                table: "sub_budgets",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "pseudonym_key_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sub_budget_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    step = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    key_encryption_key_id = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pseudonym_key_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pseudonym_keys",
                columns: table => new
                {
                    sub_budget_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    wrapped_bytes = table.Column<byte[]>(type: "BLOB", nullable: true),
                    key_encryption_key_id = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    requested_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: true),
                    destroyed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    destroyed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pseudonym_keys", x => x.sub_budget_id);
                });

            migrationBuilder.CreateIndex(
                name: "pseudonym_key_log_of_sub_budget",
                table: "pseudonym_key_log",
                columns: new[] { "sub_budget_id", "id" });

            // Until now K was sealed with the key file; the mode migrate wraps it under a key-encryption key next.
            migrationBuilder.Sql("""
                insert into pseudonym_keys (sub_budget_id, wrapped_bytes, key_encryption_key_id, created_at, revision)
                select sub_budget_id, sealed_pseudonym_key, 'key-file',
                    coalesce((select min(i.started_at) from roll_imports i where i.sub_budget_id = rolls.sub_budget_id), 0), 0
                from rolls;
                insert into pseudonym_key_log (sub_budget_id, at, step, key_encryption_key_id)
                select sub_budget_id, created_at, 'Created', key_encryption_key_id from pseudonym_keys order by created_at;
                update sub_budgets set objections_close = voting_closes;
                """);
            migrationBuilder.Sql("""
                create trigger pseudonym_key_log_is_never_changed before update on pseudonym_key_log
                begin select raise(abort, 'pseudonym_key_log is append-only'); end;
                create trigger pseudonym_key_log_is_never_removed before delete on pseudonym_key_log
                begin select raise(abort, 'pseudonym_key_log is append-only'); end;
                """);

            migrationBuilder.DropColumn(
                name: "sealed_pseudonym_key",
                table: "rolls");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pseudonym_key_log");

            migrationBuilder.DropTable(
                name: "pseudonym_keys");

            migrationBuilder.DropColumn(
                name: "objections_close",
                table: "sub_budgets");

            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_pseudonym_key",
                table: "rolls",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);
        }
    }
}
