#!/bin/bash
# Finds promtool, which tests alert rules; unpacks it from Debian's package of Prometheus, whose server is not wanted here.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo 'usage: eval "$(tests/setup/promtool.sh)"'
  echo "Prints MEDBORGARBUDGET_TEST_PROMTOOL as export. Exit: 0 found, 2 missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi

find_tool() { tool=${MEDBORGARBUDGET_TEST_PROMTOOL:-$(command -v promtool || true)}; if [[ -z "$tool" && -x "$state/promtool" ]]; then tool=$state/promtool; fi; }

unpack() {
  command -v apt-get >/dev/null || missing "promtool (install Prometheus; this machine has no apt to get it with)"
  local work
  work=$(mktemp -d)
  chmod 755 "$work"
  say "unpacking promtool from Debian's package"
  { timeout 300 apt-get update -q && cd "$work" && timeout 300 apt-get download -q prometheus; } </dev/null >"$state/promtool.log" 2>&1 ||
    missing "promtool (apt-get download failed, see $state/promtool.log)"
  dpkg-deb --fsys-tarfile "$work"/prometheus_*.deb | tar -xOf - ./usr/bin/promtool >"$state/promtool.new"
  chmod 755 "$state/promtool.new"
  mv "$state/promtool.new" "$state/promtool"
  rm -rf "$work"
}

find_tool
if [[ -z "$tool" ]]; then
  take_lock promtool
  find_tool
  if [[ -z "$tool" ]]; then unpack; find_tool; fi
fi
[[ -x "$tool" ]] || missing "promtool"
printf 'export MEDBORGARBUDGET_TEST_PROMTOOL=%q\n' "$tool"
