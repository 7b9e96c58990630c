#!/bin/bash
# Starts PostgreSQL as the official image does: POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB make the first user and database,
# arguments go to the server. Nothing here weakens durability: fsync stays on.
set -euo pipefail

if [[ "${1:-}" == "-h" ]]; then echo "usage: postgres-entrypoint.sh [postgres] [-c NAME=VALUE]..."; exit 0; fi
if [[ "${1:-}" == "postgres" ]]; then shift; fi

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

if [[ ! -s "$PGDATA/PG_VERSION" ]]; then
  initdb --username="$user" --pwfile=<(printf '%s\n' "${POSTGRES_PASSWORD:?must be set}") \
    --encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 >&2
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  if [[ "$database" != "postgres" ]]; then
    printf 'CREATE DATABASE "%s";\n' "$database" | postgres --single -D "$PGDATA" postgres >/dev/null
  fi
fi

exec postgres -c listen_addresses='*' "$@"
