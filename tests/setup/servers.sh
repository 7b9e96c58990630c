#!/bin/bash
# One PostgreSQL, one Redis and one RabbitMQ that all test processes of a run share; each test class makes a database or virtual host of its own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo "usage: tests/setup/servers.sh start|stop OWNER"
  echo "OWNER is the process id of the run. Both also remove containers and networks whose owner is gone; start prints the connection strings"
  echo "MEDBORGARBUDGET_TEST_POSTGRES, _REDIS, _RABBITMQ and _RABBITMQ_MANAGEMENT as exports; wait-servers.sh waits until they answer."
  echo "Needs the exports of docker.sh and images.sh. Exit: 0 done, 2 something is missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 2 || ! "$2" =~ ^[0-9]+$ ]]; then usage >&2; exit 2; fi
label=medborgarbudget.test.owner
owner=$2
container() { echo "medborgarbudget-test-$owner-$1"; }
port() { docker port "$(container "$1")" "$2/tcp" | head -1 | sed 's/.*://'; }

remove_leftovers() {
  local id pid
  docker ps -a --filter "label=$label" --format "{{.ID}} {{.Label \"$label\"}}" | while read -r id pid; do
    if [[ ! -d "/proc/$pid" ]]; then docker rm -fv "$id" >/dev/null 2>&1 || true; fi
  done
  docker network ls --filter "label=$label" --format "{{.ID}} {{.Label \"$label\"}}" | while read -r id pid; do
    if [[ ! -d "/proc/$pid" ]]; then docker network rm "$id" >/dev/null 2>&1 || true; fi
  done
}

run() { # run NAME [docker options] IMAGE [server arguments]
  timeout 60 docker run -d --name "$(container "$1")" --label "$label=$owner" "${@:2}" >/dev/null ||
    missing "a running $1 (docker run failed)"
}

start() {
  remove_leftovers
  run postgres -p 127.0.0.1::5432 -e POSTGRES_USER=test -e POSTGRES_PASSWORD=test --shm-size 256m \
    "$MEDBORGARBUDGET_TEST_IMAGE_POSTGRES" postgres -c fsync=on -c max_connections=500
  run redis -p 127.0.0.1::6379 \
    "$MEDBORGARBUDGET_TEST_IMAGE_REDIS" redis-server --protected-mode no --databases 4096 --appendonly yes --appendfsync always
  # Erlang's idle schedulers would otherwise spin on the cores that the tests need.
  run rabbitmq -p 127.0.0.1::5672 -p 127.0.0.1::15672 --hostname rabbit \
    -e RABBITMQ_DEFAULT_USER=test -e RABBITMQ_DEFAULT_PASS=test -e RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+sbwt none +sbwtdcpu none +sbwtdio none" \
    "$MEDBORGARBUDGET_TEST_IMAGE_RABBITMQ"
  echo "export MEDBORGARBUDGET_TEST_POSTGRES='Host=127.0.0.1;Port=$(port postgres 5432);Username=test;Password=test;Database=test'"
  echo "export MEDBORGARBUDGET_TEST_REDIS='127.0.0.1:$(port redis 6379)'"
  echo "export MEDBORGARBUDGET_TEST_RABBITMQ='amqp://test:test@127.0.0.1:$(port rabbitmq 5672)'"
  echo "export MEDBORGARBUDGET_TEST_RABBITMQ_MANAGEMENT='http://test:test@127.0.0.1:$(port rabbitmq 15672)'"
}

case $1 in
  start) start ;;
  stop) docker ps -aq --filter "label=$label=$owner" | xargs -r docker rm -fv >/dev/null; remove_leftovers ;;
  *) usage >&2; exit 2 ;;
esac
