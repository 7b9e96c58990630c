#!/bin/bash
# Sourced by the scripts beside it. They print exports on stdout, for `eval`, and everything meant for people on stderr.

# Logs and locks of this user; for root not in a folder where others could have put links.
if [[ "$(id -u)" == "0" ]]; then state=/var/log/medborgarbudget-tests; else state="${XDG_RUNTIME_DIR:-${TMPDIR:-/tmp}}/medborgarbudget-tests-$(id -u)"; fi
mkdir -p "$state"

say() { echo "tests/setup: $*" >&2; }

# Ends with the one line that says what is missing; 2 is this family's exit code for that.
missing() { echo "tests/setup: missing: $*" >&2; exit 2; }

# apt_install PACKAGE... installs, or says what is missing when this user or machine may not.
apt_install() {
  [[ "$(id -u)" == "0" ]] || missing "$* (install it, or run as root so that it can be installed)"
  command -v apt-get >/dev/null || missing "$* (this machine has no apt to install it with)"
  say "installing $*"
  local log=$state/apt.log
  { DEBIAN_FRONTEND=noninteractive timeout 300 apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive timeout 900 apt-get install -y -q --no-install-recommends "$@"; } \
    </dev/null >"$log" 2>&1 || missing "$* (apt-get failed, see $log)"
}

# One setup at a time per machine; the lock must not be passed on to anything that outlives the script.
take_lock() {
  exec 9>"$state/$1.lock"
  flock -w 600 9 || missing "the lock $1 (another run has held it for ten minutes)"
}

# Prints the path of Node.js 20 or later, which it installs with npm where it may.
find_node() {
  local node version
  there() { command -v "${MEDBORGARBUDGET_TEST_NODE:-node}" && command -v npm >/dev/null; }
  if ! node=$(there); then
    apt_install nodejs npm
    node=$(there) || missing "node and npm"
  fi
  version=$("$node" -p 'process.versions.node.split(".")[0]')
  ((version >= 20)) || missing "Node.js 20 or later ($node is $version)"
  echo "$node"
}

# npm_install FOLDER installs what FOLDER/package-lock.json names, unless it has: npm ci checks every package against the lock file's hashes
# and runs none of their scripts.
npm_install() {
  local lock log=$state/npm.log
  lock=$(sha256sum "$1/package-lock.json" | cut -d' ' -f1)
  [[ "$(cat "$1/node_modules/.lock-sha256" 2>/dev/null || true)" != "$lock" ]] || return 0
  say "installing the npm packages of $(basename "$1")"
  (cd "$1" && timeout 300 npm ci --ignore-scripts --no-audit --no-fund </dev/null >"$log" 2>&1) ||
    missing "the npm packages of $1 (npm ci failed, see $log)"
  echo "$lock" >"$1/node_modules/.lock-sha256"
}
