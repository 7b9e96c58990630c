#!/bin/bash
# Builds an image a second time, from a copy of the checkout in another folder and from nothing, and compares the digests.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

usage() { echo "usage: deploy/images/reproduce.sh NAME   (exit: 0 the same digest, 1 another or not built, 2 something is missing)"; }
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 1 ]]; then usage >&2; exit 2; fi
name=$1

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone -q --shared --no-checkout "$root" "$copy/checkout"
git -C "$root" ls-files -z --cached --others --exclude-standard | tar -C "$root" --null --ignore-failed-read -T - -cf - 2>/dev/null | tar -C "$copy/checkout" -xf -
git -C "$copy/checkout" remote set-url origin "$(git -C "$root" remote get-url origin 2>/dev/null || echo none)"
git -C "$copy/checkout" reset -q

export MEDBORGARBUDGET_IMAGE_TAG=${MEDBORGARBUDGET_IMAGE_TAG:-reproduce}
digest() { "$1/deploy/images/build.sh" "$name" | cut -d' ' -f3; }
first=$(digest "$root")
second=$(digest "$copy/checkout")
if [[ "$first" != "$second" ]]; then echo "$name differs: $first, $second"; exit 1; fi
echo "$name is reproducible: $first"
