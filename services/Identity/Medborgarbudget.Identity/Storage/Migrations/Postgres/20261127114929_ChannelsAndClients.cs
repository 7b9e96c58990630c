using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Medborgarbudget.Identity.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ChannelsAndClients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<List<string>>(
                name: "areas",
                table: "sub_budgets",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<Guid>(
                name: "edition_id",
                table: "sub_budgets",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<List<string>>(
                name: "groups",
                table: "sub_budgets",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<int>(
                name: "guardian_under",
                table: "sub_budgets",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "has_free_choice",
                table: "sub_budgets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "channel",
                table: "roll_entries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "code_batch",
                table: "roll_entries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ground",
                table: "roll_entries",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "mark_day",
                table: "roll_entries",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "mark_shift_id",
                table: "roll_entries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "needs_guardian",
                table: "roll_entries",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // Who has a token came on the web or with a code; which of them was not noted before.
            migrationBuilder.Sql("update roll_entries set channel = 1 where has_token;");

            migrationBuilder.CreateTable(
                name: "api_client_consents",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    api_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("api_client_consents_one_per_person_and_client", x => new { x.person_id, x.api_client_id });
                });

            migrationBuilder.CreateTable(
                name: "api_clients",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    redirect_uris = table.Column<string>(type: "text", nullable: false),
                    origins = table.Column<string>(type: "text", nullable: false),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    contact = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    approved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    former_secret_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    former_secret_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "code_batches",
                columns: table => new
                {
                    sub_budget_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    area = table.Column<string>(type: "text", nullable: true),
                    entries = table.Column<int>(type: "integer", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    downloaded_by = table.Column<Guid>(type: "uuid", nullable: true),
                    downloaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    renewals = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_batches", x => new { x.sub_budget_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "free_choices",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    voter_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    sub_budget_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("free_choices_one_per_voter_and_edition", x => new { x.edition_id, x.voter_hash });
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    voting_place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    begins_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    envelopes = table.Column<int>(type: "integer", nullable: false),
                    refusals = table.Column<int>(type: "integer", nullable: false),
                    refusals_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_list = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "spent_tokens",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    spent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spent_tokens", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "voting_places",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sub_budget_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    has_kiosk = table.Column<bool>(type: "boolean", nullable: false),
                    has_telephone = table.Column<bool>(type: "boolean", nullable: false),
                    has_paper = table.Column<bool>(type: "boolean", nullable: false),
                    is_offline = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_voting_places", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "roll_entries_of_code_batch",
                table: "roll_entries",
                columns: new[] { "import_id", "code_batch" },
                filter: "code_batch is not null");

            migrationBuilder.CreateIndex(
                name: "api_client_consents_of_client",
                table: "api_client_consents",
                column: "api_client_id");

            migrationBuilder.CreateIndex(
                name: "api_clients_of_organisation",
                table: "api_clients",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "shifts_of_voting_place",
                table: "shifts",
                column: "voting_place_id");

            migrationBuilder.CreateIndex(
                name: "spent_tokens_by_expiry",
                table: "spent_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "voting_places_of_sub_budget",
                table: "voting_places",
                column: "sub_budget_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_client_consents");

            migrationBuilder.DropTable(
                name: "api_clients");

            migrationBuilder.DropTable(
                name: "code_batches");

            migrationBuilder.DropTable(
                name: "free_choices");

            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropTable(
                name: "spent_tokens");

            migrationBuilder.DropTable(
                name: "voting_places");

            migrationBuilder.DropIndex(
                name: "roll_entries_of_code_batch",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "areas",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "edition_id",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "groups",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "guardian_under",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "has_free_choice",
                table: "sub_budgets");

            migrationBuilder.DropColumn(
                name: "channel",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "code_batch",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "ground",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "mark_day",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "mark_shift_id",
                table: "roll_entries");

            migrationBuilder.DropColumn(
                name: "needs_guardian",
                table: "roll_entries");
        }
    }
}
