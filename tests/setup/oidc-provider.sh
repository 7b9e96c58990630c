#!/bin/bash
# Makes sure that there is an OpenID Connect provider that is not ours, to play an e-ID broker in the tests.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo 'usage: eval "$(tests/setup/oidc-provider.sh)"'
  echo "Installs what tests/oidc-provider/package-lock.json names, with npm, and prints MEDBORGARBUDGET_TEST_NODE, the path of Node.js"
  echo "20 or later, as an export; a value set before is kept. Exit: 0 found or installed, 2 missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi

find_node() { command -v "${MEDBORGARBUDGET_TEST_NODE:-node}" && command -v npm >/dev/null; }

take_lock oidc-provider
if ! node=$(find_node); then
  apt_install nodejs npm
  node=$(find_node) || missing "node and npm"
fi
version=$("$node" -p 'process.versions.node.split(".")[0]')
((version >= 20)) || missing "Node.js 20 or later ($node is $version)"

folder=$here/../oidc-provider
lock=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
if [[ "$(cat "$folder/node_modules/.lock-sha256" 2>/dev/null || true)" != "$lock" ]]; then
  say "installing oidc-provider"
  # npm ci checks every package against the hashes of the lock file and runs none of their scripts.
  (cd "$folder" && timeout 300 npm ci --ignore-scripts --no-audit --no-fund </dev/null >"$state/npm.log" 2>&1) ||
    missing "the npm packages of tests/oidc-provider (npm ci failed, see $state/npm.log)"
  echo "$lock" >"$folder/node_modules/.lock-sha256"
fi
printf 'export MEDBORGARBUDGET_TEST_NODE=%q\n' "$node"
