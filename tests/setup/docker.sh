#!/bin/bash
# Makes sure that a Docker engine answers, installing and starting one when that is allowed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo 'usage: eval "$(tests/setup/docker.sh)"'
  echo "Prints DOCKER_API_VERSION and TESTCONTAINERS_RYUK_DISABLED as exports. An engine it starts keeps running."
  echo "Exit: 0 an engine answers, 2 something is missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi

log=$state/dockerd.log
api() { timeout 20 docker version --format '{{.Server.APIVersion}}' 2>/dev/null; }

start_engine() {
  [[ -z "${DOCKER_HOST:-}" ]] || missing "an answer from the Docker engine at $DOCKER_HOST"
  command -v dockerd >/dev/null && command -v iptables >/dev/null || apt_install docker.io iptables
  # From Debian 13 on the client is a package of its own.
  command -v docker >/dev/null || apt_install docker-cli
  [[ "$(id -u)" == "0" ]] || missing "a running Docker engine that this user may use"
  api >/dev/null && return
  say "starting dockerd, log in $log"
  setsid dockerd </dev/null >>"$log" 2>&1 9>&- &
  for _ in {1..60}; do
    sleep 0.5
    api >/dev/null && return
  done
  missing "a running Docker engine (dockerd did not answer within 30 s, see $log)"
}

if ! version=$(api); then
  take_lock docker
  api >/dev/null || start_engine
  version=$(api)
fi

echo "export DOCKER_API_VERSION=$version"
# The reaper is an image of its own that may not be to be had; servers.sh removes what a killed run leaves.
echo "export TESTCONTAINERS_RYUK_DISABLED=true"
