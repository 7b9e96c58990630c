#!/bin/bash
# Puts the images of an overlay into a registry and writes a kustomization of the overlay in which each goes by the digest that the registry gave.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  cat <<'TEXT'
usage: deploy/k8s/pin-images.sh OVERLAY REGISTRY DIR     then: kubectl apply -k DIR
Pushes every image that deploy/k8s/overlays/OVERLAY names to REGISTRY/NAME and writes DIR/kustomization.yaml. Ours have to be built before, under
the tag of the overlay (MEDBORGARBUDGET_IMAGE_TAG=1.0.0 deploy/images/build.sh); of others the engine's own is taken, else it is pulled (for this
machine's architecture alone).
Needs Docker, logged in to REGISTRY, and kubectl (MEDBORGARBUDGET_TEST_KUBECTL names another). Exit: 0 written, 1 not, 2 wrong usage.
TEXT
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 3 || ! -d "$here/overlays/$1" ]]; then usage >&2; exit 2; fi
overlay=$here/overlays/$1
registry=${2%/}
folder=$3
kubectl=${MEDBORGARBUDGET_TEST_KUBECTL:-kubectl}
failed() { echo "pin-images.sh: $*" >&2; exit 1; }
images_of() { "$kubectl" kustomize "$1" | sed -nE 's/^ *(- )?image(Name)?: "?([^" ]+)"?$/\3/p' | sort -u; }

there() { docker image inspect "$1" >/dev/null 2>&1; }
fetch() {
  there "$1" && return
  [[ "$1" != medborgarbudget/* ]] || failed "$1 is not built"
  timeout 600 docker pull -q "$1" >/dev/null || failed "$1 cannot be pulled"
}
digest_of() { # pushes an image; the registry's answer is the only source of a digest
  docker tag "$1" "$registry/$1"
  timeout 600 docker push -q "$registry/$1" >/dev/null || failed "$registry does not take $1"
  docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$registry/$1" | sed -n "s|^$registry/${1%:*}@||p" | grep -E '^sha256:[0-9a-f]{64}$' ||
    failed "$registry gave no digest for $1"
}

images=$(images_of "$overlay")
[[ -n "$images" ]] || failed "$1 names no image"
lines=()
for image in $images; do
  [[ "$image" != *@* ]] || continue
  fetch "$image"
  digest=$(digest_of "$image")
  lines+=("  - { name: ${image%:*}, newName: $registry/${image%:*}, digest: $digest }")
done
mkdir -p "$folder"
cat >"$folder/fields.yaml" <<'TEXT'
# Where operators' own kinds name an image.
images:
  - { path: spec/imageName, kind: Cluster }
  - { path: spec/image, kind: RabbitmqCluster }
TEXT
{
  echo "# Written by deploy/k8s/pin-images.sh."
  printf '%s\n' "apiVersion: kustomize.config.k8s.io/v1beta1" "kind: Kustomization" "configurations: [fields.yaml]" "resources:"
  echo "  - $(realpath --relative-to="$folder" "$overlay")"
  printf '%s\n' "images:" "${lines[@]}"
} >"$folder/kustomization.yaml"
if images_of "$folder" | grep -v '@sha256:[0-9a-f]\{64\}$'; then failed "these are named without a digest"; fi
echo "$folder: ${#lines[@]} images by digest"
