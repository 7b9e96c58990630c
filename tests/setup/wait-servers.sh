#!/bin/bash
# Waits until the servers that servers.sh started answer; apart from the start, so that a build can run meanwhile.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo "usage: tests/setup/wait-servers.sh OWNER   (the OWNER given to servers.sh start)"
  echo "Exit: 0 all answer, 2 one does not within two minutes or has stopped."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 1 ]]; then usage >&2; exit 2; fi
container() { echo "medborgarbudget-test-$owner-$1"; }
owner=$1

ready() {
  case $1 in
    postgres) docker exec "$(container postgres)" pg_isready -q -h 127.0.0.1 -U test ;;
    redis) docker exec "$(container redis)" redis-cli ping ;;
    # Asking with RabbitMQ's own tools starts a whole Erlang machine each time.
    rabbitmq) docker logs "$(container rabbitmq)" 2>&1 | grep -q "Server startup complete" ;;
  esac >/dev/null 2>&1
}

wait_for() {
  local deadline=$((SECONDS + 120))
  until ready "$1"; do
    if [[ $SECONDS -ge $deadline || "$(docker inspect -f '{{.State.Running}}' "$(container "$1")" 2>/dev/null)" != "true" ]]; then
      docker logs --tail 20 "$(container "$1")" >&2 || true
      missing "a $1 that answers (its last lines are above)"
    fi
    sleep 0.3
  done
}

for name in postgres redis rabbitmq; do wait_for "$name"; done
