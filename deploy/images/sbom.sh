#!/bin/bash
# Writes what an image is made of as a CycloneDX document: the .NET packages that its program loads and the packages of its base.
set -euo pipefail

usage() { echo "usage: sbom.sh NAME DEPS-JSON BASE-PACKAGES   (lines \"type name version\" of the base)"; }
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 3 ]]; then usage >&2; exit 2; fi

jq -n -S --arg name "$1" --slurpfile deps "$2" --rawfile base "$3" '
  def component($type; $purl): {type: $type, name: .name, version: .version, purl: $purl, "bom-ref": $purl};
  def nuget: component("library"; "pkg:nuget/\(.name)@\(.version)");
  ($deps[0].libraries | to_entries | map(. + (.key | split("/") | {name: .[0], version: .[1]}))) as $libraries
  | {
      bomFormat: "CycloneDX",
      specVersion: "1.5",
      version: 1,
      metadata: {component: {type: "container", name: "medborgarbudget/\($name)"}},
      components: (
        [$libraries[] | select(.value.type == "package") | nuget + {properties: [{name: "nuget:contentHash", value: .value.sha512}]}]
        + [$libraries[] | select(.value.type == "project") | {type: "library", name: .name, version: .version, "bom-ref": "project:\(.name)"}]
        + [$base | rtrimstr("\n") | split("\n")[] | split(" ") | .[0] as $type | {name: .[1], version: .[2]}
           | component("library"; "pkg:\($type)/\(.name | @uri)@\(.version | @uri)")]
      ) | sort_by(."bom-ref")
    }'
