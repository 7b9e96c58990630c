using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AuditLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    service = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("audit_entries_one_per_number", x => new { x.organisation_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    seal = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_heads", x => x.organisation_id);
                });

            migrationBuilder.Sql("""
                create trigger audit_entries_are_never_changed before update on audit_entries
                begin select raise(abort, 'audit_entries is append-only'); end;
                create trigger audit_entries_are_never_removed before delete on audit_entries
                begin select raise(abort, 'audit_entries is append-only'); end;
                create trigger audit_heads_never_go_back before update on audit_heads when new.sequence < old.sequence
                begin select raise(abort, 'audit_heads is append-only'); end;
                create trigger audit_heads_are_never_removed before delete on audit_heads
                begin select raise(abort, 'audit_heads is append-only'); end;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "audit_heads");
        }
    }
}
