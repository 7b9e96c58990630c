#!/bin/bash
# Puts native code made beforehand (ReadyToRun) into libraries, so that programs start sooner: each library is compiled once for all that have it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  echo "usage: native.sh OUT RID FOLDER...   (exit: 0 every library in the folders has native code, 1 not)"
  echo "What is compiled is kept in OUT/native by what it was made of. A library that two folders have must be the same in both."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -lt 3 ]]; then usage >&2; exit 2; fi
out=$1 rid=$2
shift 2

# The compiler is a package that the SDK names, of its own version.
dotnet msbuild "$here/native.proj" -t:Restore "-p:RuntimeIdentifier=$rid" "-p:ArtifactsPath=$out" -v:q -nologo -nodeReuse:false
assets=$out/obj/native/project.assets.json
version=$(jq -r '[.project.frameworks[].downloadDependencies[] | select(.name | test("crossgen2"; "i")).version][0] | ltrimstr("[") | split(",")[0]' "$assets")
compiler=$(jq -r '.packageFolders | keys[0] | rtrimstr("/")' "$assets")/microsoft.netcore.app.crossgen2.$rid/$version/tools/crossgen2
frameworks=()
while read -r folder; do frameworks+=(-r "$folder/*.dll"); done < <(dotnet --list-runtimes |
  sed -n 's/^\(Microsoft\.[A-Za-z]*Core\.App\) \(10\.[^ ]*\) \[\(.*\)\]$/\1 \3\/\2/p' | sort -V | tac | sort -u -k1,1 | cut -d' ' -f2)

kept() { echo "$out/native/$(sha256sum <"$1" | cut -c1-40)-$version-$rid.dll"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out/native"
for folder in "$@"; do
  for library in "$folder"/*.dll; do
    name=${library##*/}
    if [[ ! -f "$work/$name" ]]; then cp "$library" "$work"; else cmp "$library" "$work/$name"; fi
  done
done

new=()
for library in "$work"/*.dll; do [[ -f "$(kept "$library")" ]] || new+=("$library"); done
if [[ ${#new[@]} -gt 0 ]]; then
  "$compiler" "${new[@]}" --single-file-compilation --out-near-input -O --targetos linux --targetarch "${rid#linux-}" -r "$work/*.dll" "${frameworks[@]}"
  for library in "${new[@]}"; do mv "${library%.dll}.ni.dll" "$(kept "$library")"; done
fi
for folder in "$@"; do
  for library in "$folder"/*.dll; do cp "$(kept "$library")" "$library"; done
done
