#!/bin/bash
# Builds the images of deploy/images/test from this machine's own Debian package sources.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo "usage: tests/setup/build-images.sh TAG"
  echo "Makes medborgarbudget-test-{base,postgres,redis,rabbitmq}:TAG. Needs root, mmdebstrap and a Docker engine."
  echo "Exit: 0 built, 2 something is missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 1 ]]; then usage >&2; exit 2; fi
tag=$1
folder=$(cd "$here/../../deploy/images/test" && pwd)
log=$state/images.log
base="medborgarbudget-test-base:$tag"

# The package sources are the machine's own, whatever mirror they name.
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  if [[ -f "$file" ]] && grep -qE '^\s*(deb\s|Types:.*\bdeb\b)' "$file"; then sources+=("$file"); fi
done
[[ ${#sources[@]} -gt 0 ]] || missing "Debian package sources in /etc/apt, and the official images cannot be pulled"
command -v mmdebstrap >/dev/null || apt_install mmdebstrap
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:?}")

say "building the test images from Debian packages, log in $log"
: >"$log"
timeout 600 mmdebstrap --variant=extract --include="$(paste -sd, "$folder/packages.txt")" \
  --extract-hook="$folder/prepare-userland.sh \"\$1\"" "$codename" - "${sources[@]}" 2>>"$log" 9>&- |
  timeout 600 docker import - "$base" >>"$log" || missing "the userland for the test images (mmdebstrap failed, see $log)"

# The classic builder needs no plugin, which Debian packages apart.
docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
for name in postgres redis rabbitmq; do
  timeout 300 docker build -q --build-arg "BASE=$base" -t "medborgarbudget-test-$name:$tag" \
    -f "$folder/$name.Dockerfile" "$folder" >>"$log" 2>&1 || missing "the image $name (docker build failed, see $log)"
done
