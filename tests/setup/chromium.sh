#!/bin/bash
# Makes sure that there is a Chromium for the browser tests.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo 'usage: eval "$(tests/setup/chromium.sh)"'
  echo "Prints MEDBORGARBUDGET_TEST_CHROMIUM, the path of the browser, as an export; a value set before is kept."
  echo "Exit: 0 found or installed, 2 missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi

find_browser() {
  command -v "${MEDBORGARBUDGET_TEST_CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome
}

if ! browser=$(find_browser); then
  take_lock chromium
  apt_install chromium
  browser=$(find_browser) || missing "chromium"
fi
printf 'export MEDBORGARBUDGET_TEST_CHROMIUM=%q\n' "$browser"
