#!/bin/bash
# Compiles clock.c, by which a test moves the clock of processes without their knowing of it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo 'usage: eval "$(tests/setup/clock.sh)"'
  echo "Prints MEDBORGARBUDGET_TEST_CLOCK, the path of the library, as an export. Exit: 0 compiled, 2 missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi

library=$state/clock-$(sha256sum "$here/clock.c" | cut -c1-16).so
if [[ ! -f "$library" ]]; then
  take_lock clock
  command -v cc >/dev/null || apt_install gcc libc6-dev
  cc -shared -fPIC -O2 -Wall -Wextra -Werror -o "$library.new" "$here/clock.c" -ldl >&2 || missing "the clock (cc failed, see above)"
  mv "$library.new" "$library"
fi
printf 'export MEDBORGARBUDGET_TEST_CLOCK=%q\n' "$library"
