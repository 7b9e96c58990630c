#!/bin/bash
# Builds the images of the services, the gateway and the web: one that is published per project, packed as two layers on one base that all share.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=../../tests/setup/lib.sh
source "$root/tests/setup/lib.sh"

usage() {
  cat <<'TEXT'
usage: deploy/images/build.sh [NAME...]
Builds medborgarbudget/NAME:TAG for each NAME (default: all in images.txt) and prints one line "NAME TAG DIGEST" for each.
Needs the .NET SDK, git, jq and a Docker engine; installs jq and mmdebstrap where it may (root and apt).
  MEDBORGARBUDGET_IMAGE_BASE   base image; default: the official one where its registry answers, else one built from Debian packages
  MEDBORGARBUDGET_IMAGE_TAG    default: the commit, with -dirty when something is not committed
  MEDBORGARBUDGET_IMAGE_BUILT  anything: take the programs as an ordinary build in Release has left them, instead of compiling them anew; quicker, for
                               tests. The digest is then of this folder.
  SOURCE_DATE_EPOCH            seconds since 1970 that every file is dated to; default: the commit's time
The same commit, SDK and base give the same digest (reproduce.sh). Exit: 0 built, 1 the build failed, 2 something is missing.
TEXT
}
if [[ "${1:-}" == "-h" || "${1:-}" == "--help" ]]; then usage; exit 0; fi

out=$here/out
log=$out/build.log
declare -A project=()
while read -r name folder; do project[$name]=$folder; done <"$here/images.txt"
names=("$@")
[[ ${#names[@]} -gt 0 ]] || mapfile -t names < <(cut -d' ' -f1 "$here/images.txt")
for name in "${names[@]}"; do
  [[ -n "${project[$name]:-}" ]] || { echo "build.sh: no image is called $name" >&2; usage >&2; exit 2; }
done

commit=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null || true)
[[ -n "$commit" ]] && [[ -n "$(git -C "$root" status --porcelain)" ]] && commit+=-dirty
tag=${MEDBORGARBUDGET_IMAGE_TAG:-$commit}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || true)}
[[ -n "$tag" && -n "$SOURCE_DATE_EPOCH" ]] || missing "a git checkout, or MEDBORGARBUDGET_IMAGE_TAG and SOURCE_DATE_EPOCH"
case $(uname -m) in
  x86_64) architecture=amd64 rid=linux-x64 ;;
  aarch64) architecture=arm64 rid=linux-arm64 ;;
  *) missing "an architecture that images are built for ($(uname -m))" ;;
esac
command -v dotnet >/dev/null || missing "the .NET SDK (dotnet)"
# The version that was tested with, and none that a tag moves on to.
official=mcr.microsoft.com/dotnet/aspnet:$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10\.[^ ]*\).*/\1/p' | sort -V | tail -1)-noble-chiseled-extra
command -v jq >/dev/null || apt_install jq
built=${MEDBORGARBUDGET_IMAGE_BUILT:-}
mkdir -p "$out"
: >"$log"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed() { tail -20 "$log" >&2; echo "build.sh: $* (log in $log)" >&2; exit 1; }

# Where the program of an image lies, published.
published() { if [[ -n "$built" ]]; then echo "$root/${project[$1]}/bin/Release/net10.0/publish"; else echo "$out/publish/$(basename "${project[$1]}")/release"; fi; }

publish() {
  local projects="" name
  # Another way to the same files: what is built already is only copied together.
  local -a properties=(-p:Configuration=Release -p:UseAppHost=false -p:PublishDocumentationFiles=false)
  local -a targets=(Restore Publish)
  if [[ -n "$built" ]]; then properties+=(-p:NoBuild=true) targets=(Publish); else properties+=(-p:RunAnalyzers=false -p:ContinuousIntegrationBuild=true "-p:ArtifactsPath=$out"); fi
  for name in "${names[@]}"; do
    projects+="|$root/${project[$name]}/$(basename "${project[$name]}").csproj"
    rm -rf "$(published "$name")"
  done
  say "publishing ${names[*]}"
  for target in "${targets[@]}"; do
    timeout 1800 dotnet msbuild "$here/publish.proj" "-t:$target" "${properties[@]}" "-p:ImageProjects=${projects#|}" -v:q -nologo -nodeReuse:false >>"$log" 2>&1 ||
      failed "dotnet $target failed"
  done
}

layer() { tar -C "$1" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=a-x,u=rwX,go=rX --format=gnu -cf "$2" app; }

settings() { # settings NAME: environment variables that every start of the image has
  printf '%s\n' DOTNET_EnableDiagnostics=0 DOTNET_gcServer=0 DOTNET_GCConserveMemory=5 ASPNETCORE_HTTP_PORTS=
  if [[ "$1" == "gateway" ]]; then printf '%s\n' Gateway__Port=8080 Gateway__GrpcPort=8081; else echo Listen__Port=8080; fi
}

base_packages() { # lines "type name version": what the base says of itself, or at least which one it is
  local layer version
  for layer in "$image"/base*.tar; do
    tar -xOf "$layer" --wildcards './var/lib/dpkg/status.d/*' 2>/dev/null | awk '/^Package: /{name=$2} /^Version: /{print "deb/debian", name, $2}' || true
    version=$(tar -tf "$layer" | sed -n 's|.*/Microsoft.AspNetCore.App/\([0-9.]*\)/$|\1|p' | tail -1)
    if [[ -n "$version" ]]; then echo "generic dotnet-aspnetcore-runtime $version"; fi
  done
  echo "oci ${base%:*} $(jq -r '.Id' "$work/base.json")"
}

unpack_base() {
  local index=0 file
  docker image inspect "$base" | jq '.[0]' >"$work/base.json"
  mkdir "$work/base" "$image"
  docker save "$base" | tar -C "$work/base" -xf -
  while read -r file; do mv "$(readlink -f "$work/base/$file")" "$image/base$((index++)).tar"; done < <(jq -r '.[0].Layers[]' "$work/base/manifest.json")
}

# What of NAME's published program is for this system, in a folder of its own.
stage() {
  mkdir "$work/stage/$1"
  cp -r "$(published "$1")/." "$work/stage/$1"
  [[ ! -d "$work/stage/$1/runtimes" ]] ||
    find "$work/stage/$1/runtimes" -mindepth 1 -maxdepth 1 -not -name "$rid" -not -name linux -not -name unix -exec rm -r {} +
}

# pack NAME: two more layers on the base, libraries of others and what is ours, so that images with the same libraries share them; dated and
# ordered so that the digest depends on nothing else.
pack() {
  local name=$1 program part sum
  local -a layers=()
  program=$(basename "${project[$name]}")
  rm -rf "$work/others" "$work/ours"
  mkdir -p "$work/others" "$work/ours/app"
  mv "$work/stage/$name" "$work/others/app"
  (cd "$work/others/app" && find . -name 'Medborgarbudget.*' -type f -exec cp --parents -t "$work/ours/app" {} +)
  find "$work/others/app" \( -name 'Medborgarbudget.*' -type f -o -type d -empty \) -delete
  "$here/sbom.sh" "$name" "$work/ours/app/$program.deps.json" "$work/base-packages" | tee "$out/$name.cdx.json" >"$work/ours/app/sbom.cdx.json"
  for part in others ours; do
    layer "$work/$part" "$work/layer.tar"
    sum=$(sha256sum <"$work/layer.tar" | cut -d' ' -f1)
    mv "$work/layer.tar" "$image/$sum.tar"
    layers+=("$sum")
  done
  jq -n --slurpfile base "$work/base.json" --arg program "$program" --arg name "$name" --arg architecture "$architecture" --arg commit "$commit" \
    --arg created "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" --arg settings "$(settings "$name")" \
    -f "$here/config.jq" --args "${layers[@]/#/sha256:}" >"$image/$name.json"
  jq -n --arg name "$name" --arg tag "$tag" --argjson count "$(jq '.RootFS.Layers | length' "$work/base.json")" \
    '{Config: "\($name).json", RepoTags: ["medborgarbudget/\($name):\($tag)"], Layers: ([range($count) | "base\(.).tar"] + $ARGS.positional)}' \
    --args "${layers[@]/%/.tar}" >>"$work/manifest"
}

base=${MEDBORGARBUDGET_IMAGE_BASE:-}
image=$work/image
take_lock product-images
if [[ -z "$base" ]]; then base=$("$here/base.sh" "$official"); fi
docker image inspect "$base" >/dev/null 2>&1 || timeout 600 docker pull -q "$base" >>"$log" 2>&1 || missing "the base image $base (docker pull failed)"
publish
mkdir "$work/stage"
for name in "${names[@]}"; do stage "$name"; done
say "compiling libraries"
"$here/native.sh" "$out" "$rid" "$work/stage"/* >>"$log" 2>&1 || failed "native.sh failed"
unpack_base
base_packages >"$work/base-packages"
for name in "${names[@]}"; do pack "$name"; done
jq -s . "$work/manifest" >"$image/manifest.json"
tar -C "$image" -cf - . | timeout 300 docker load -q >>"$log" 2>&1 || failed "docker load failed"
for name in "${names[@]}"; do echo "$name $tag $(docker image inspect --format '{{.Id}}' "medborgarbudget/$name:$tag")"; done
