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

take_lock npm
node=$(find_node)
npm_install "$here/../oidc-provider"
printf 'export MEDBORGARBUDGET_TEST_NODE=%q\n' "$node"
