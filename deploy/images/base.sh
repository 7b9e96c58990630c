#!/bin/bash
# Finds the base of all images: the official one of .NET where its registry answers, else one of this machine's Debian packages and .NET runtime.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../../tests/setup/lib.sh
source "$here/../../tests/setup/lib.sh"

usage() {
  echo "usage: deploy/images/base.sh OFFICIAL   (prints the name of an image that the engine has)"
  echo "  MEDBORGARBUDGET_IMAGE_PULL: auto (default) asks the registry for a few seconds, never."
  echo "A base of Debian packages is kept until its scripts, the Debian release or the .NET runtime change; remove it to take newer packages."
  echo "Exit: 0 found, 2 something is missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 1 ]]; then usage >&2; exit 2; fi
official=$1
log=$state/base-image.log

if [[ "${MEDBORGARBUDGET_IMAGE_PULL:-auto}" != "never" ]]; then
  if timeout 8 docker manifest inspect "$official" >/dev/null 2>&1; then echo "$official"; exit 0; fi
fi
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
runtime=$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10\.[^ ]*\).*/\1/p' | sort -V | tail -1)
base="medborgarbudget/base:$(cat "$here"/base/* "$here/base.sh" /etc/os-release <(echo "$runtime") | sha256sum | cut -c1-12)"
if docker image inspect "$base" >/dev/null 2>&1; then echo "$base"; exit 0; fi

# The package sources are the machine's own, whatever mirror they name.
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  if [[ -f "$file" ]] && grep -qE '^\s*(deb\s|Types:.*\bdeb\b)' "$file"; then sources+=("$file"); fi
done
[[ ${#sources[@]} -gt 0 ]] || missing "Debian package sources in /etc/apt, and $official cannot be pulled"
command -v mmdebstrap >/dev/null || apt_install mmdebstrap
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:?}")

say "building the base image from Debian packages, log in $log"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Every file is dated alike, so that the same packages give the same layer whenever they are unpacked.
SOURCE_DATE_EPOCH=1 timeout 600 mmdebstrap --variant=extract --include="$(paste -sd, "$here/base/packages.txt")" \
  --extract-hook="$here/base/prepare-base.sh \"\$1\" '$dotnet'" "$codename" "$work/base.tar" "${sources[@]}" >"$log" 2>&1 9>&- ||
  missing "a base image (mmdebstrap failed, see $log)"
docker import "$work/base.tar" "$base" >>"$log"
echo "$base"
