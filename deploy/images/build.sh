#!/bin/bash
# Builds the images of the services, the gateway and the web: one that is published per project, packed as a layer on one base that all share.
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
mkdir -p "$out"
: >"$log"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed() { tail -20 "$log" >&2; echo "build.sh: $* (log in $log)" >&2; exit 1; }

publish() {
  local projects="" name
  for name in "${names[@]}"; do
    projects+="|$root/${project[$name]}/$(basename "${project[$name]}").csproj"
    rm -rf "$out/publish/$(basename "${project[$name]}")"
  done
  # Native code made beforehand starts sooner; a launcher of its own would be one more program in the image. What analyzers say is heard in the
  # ordinary build.
  local -a properties=(-p:Configuration=Release "-p:RuntimeIdentifier=$rid" -p:SelfContained=false -p:PublishReadyToRun=true -p:UseAppHost=false
    -p:PublishDocumentationFiles=false -p:RunAnalyzers=false -p:ContinuousIntegrationBuild=true "-p:ArtifactsPath=$out" "-p:ImageProjects=${projects#|}")
  say "publishing ${names[*]}"
  for target in Restore Publish; do
    timeout 1800 dotnet msbuild "$here/publish.proj" "-t:$target" "${properties[@]}" -v:q -nologo -nodeReuse:false >>"$log" 2>&1 ||
      failed "dotnet $target failed"
  done
}

layer() { tar -C "$1" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --format=gnu -cf "$2" "${@:3}"; }

settings() { # settings NAME: environment variables that every start of the image has
  printf '%s\n' DOTNET_EnableDiagnostics=0 DOTNET_gcServer=0 DOTNET_GCConserveMemory=5 ASPNETCORE_HTTP_PORTS=
  if [[ "$1" == "gateway" ]]; then printf '%s\n' Gateway__Port=8080 Gateway__GrpcPort=8081; else echo Listen__Port=8080; fi
}

base_packages() { # lines "type name version": what the base says of itself, or at least which one it is
  local layer version
  while read -r layer; do
    tar -xOf "$work/base/$layer" --wildcards './var/lib/dpkg/status.d/*' 2>/dev/null | awk '/^Package: /{name=$2} /^Version: /{print "deb/debian", name, $2}' || true
    version=$(tar -tf "$work/base/$layer" | sed -n 's|.*/Microsoft.AspNetCore.App/\([0-9.]*\)/$|\1|p' | tail -1)
    if [[ -n "$version" ]]; then echo "generic dotnet-aspnetcore-runtime $version"; fi
  done < <(jq -r '.[0].Layers[]' "$work/base/manifest.json")
  echo "oci ${base%:*} $(jq -r '.Id' "$work/base.json")"
}

pack() { # pack NAME: one more layer on the base, dated and ordered so that the digest depends on nothing else
  local name=$1 program app=$work/app digest
  program=$(basename "${project[$name]}")
  rm -rf "$app" "$work/image"
  mkdir -p "$app/app" "$work/image"
  cp -r "$out/publish/$program/release_$rid/." "$app/app"
  "$here/sbom.sh" "$name" "$app/app/$program.deps.json" "$work/base-packages" >"$app/app/sbom.cdx.json"
  cp "$app/app/sbom.cdx.json" "$out/$name.cdx.json"
  layer "$app" "$work/image/app.tar" app
  mapfile -t base_layers < <(jq -r '.[0].Layers[]' "$work/base/manifest.json")
  local index=0 file
  for file in "${base_layers[@]}"; do ln "$(readlink -f "$work/base/$file")" "$work/image/base$((index++)).tar"; done
  jq -n --slurpfile base "$work/base.json" --arg program "$program" --arg name "$name" --arg architecture "$architecture" --arg commit "$commit" \
    --arg created "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" --arg layer "sha256:$(sha256sum <"$work/image/app.tar" | cut -d' ' -f1)" \
    --arg settings "$(settings "$name")" -f "$here/config.jq" >"$work/image/config.json"
  jq -n --arg name "$name" --arg tag "$tag" --argjson count "$index" \
    '[{Config: "config.json", RepoTags: ["medborgarbudget/\($name):\($tag)"], Layers: ([range($count) | "base\(.).tar"] + ["app.tar"])}]' >"$work/image/manifest.json"
  tar -C "$work/image" -cf - . | timeout 300 docker load -q >>"$log" 2>&1 || failed "docker load of $name failed"
  digest=$(docker image inspect --format '{{.Id}}' "medborgarbudget/$name:$tag")
  echo "$name $tag $digest"
}

base=${MEDBORGARBUDGET_IMAGE_BASE:-}
take_lock product-images
if [[ -z "$base" ]]; then base=$("$here/base.sh" "$official"); fi
docker image inspect "$base" >/dev/null 2>&1 || timeout 600 docker pull -q "$base" >>"$log" 2>&1 || missing "the base image $base (docker pull failed)"
publish
docker image inspect "$base" | jq '.[0]' >"$work/base.json"
mkdir "$work/base"
docker save "$base" | tar -C "$work/base" -xf -
base_packages >"$work/base-packages"
for name in "${names[@]}"; do pack "$name"; done
