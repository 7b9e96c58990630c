#!/bin/bash
# Finds the images of the servers under test: the official ones where they can be pulled, else ones built from Debian packages.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo 'usage: eval "$(tests/setup/images.sh)"'
  echo "Prints MEDBORGARBUDGET_TEST_IMAGE_POSTGRES, _REDIS and _RABBITMQ as exports; values set before are kept."
  echo "MEDBORGARBUDGET_TEST_PULL: auto (default) asks the registry for a few seconds, always, never."
  echo "Exit: 0 the images are here, 2 something is missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi

names=(postgres redis rabbitmq)
declare -A official=([postgres]=postgres:17 [redis]=redis:7.4 [rabbitmq]=rabbitmq:4-management) image=()
pull=${MEDBORGARBUDGET_TEST_PULL:-auto}
tag=$(cat "$here"/../../deploy/images/test/* "$here/build-images.sh" /etc/os-release | sha256sum | cut -c1-12)

here_already() { docker image inspect "$@" >/dev/null 2>&1; }
can_pull() { [[ "$pull" == "always" ]] || timeout 8 docker manifest inspect "${official[redis]}" >/dev/null 2>&1; }
choose() { # choose official|built
  for name in "${names[@]}"; do
    if [[ "$1" == "official" ]]; then image[$name]=${official[$name]}; else image[$name]="medborgarbudget-test-$name:$tag"; fi
    local variable="MEDBORGARBUDGET_TEST_IMAGE_${name^^}"
    image[$name]=${!variable:-${image[$name]}}
  done
}

pull_missing() {
  for name in "${names[@]}"; do
    here_already "${image[$name]}" && continue
    say "pulling ${image[$name]}"
    timeout 600 docker pull -q "${image[$name]}" >&2 || missing "the image ${image[$name]} (docker pull failed)"
  done
}

take_lock images
choose official
if ! here_already "${image[@]}"; then
  choose built
  if ! here_already "${image[@]}"; then
    if [[ "$pull" != "never" ]] && can_pull; then choose official; pull_missing; else "$here/build-images.sh" "$tag"; fi
  fi
fi
here_already "${image[@]}" || missing "one of the images ${image[*]}"
for name in "${names[@]}"; do printf 'export MEDBORGARBUDGET_TEST_IMAGE_%s=%q\n' "${name^^}" "${image[$name]}"; done
