#!/bin/bash
# Builds the Aspire app host, which lies outside the solution because its SDK comes from a package source that not every machine has, and lets it
# describe the system that it would run.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  echo "usage: aspire/verify.sh"
  echo "Builds aspire/Medborgarbudget.Aspire.slnx and publishes its manifest. Where no package source has the Aspire SDK it prints SKIPPED and ends with 0;"
  echo "with ASPIRE_REQUIRED=true that is a failure. Anything else that goes wrong is a failure always. Exit: 0 verified or skipped, 1 not."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 0 ]]; then usage >&2; exit 2; fi

host=$here/Medborgarbudget.AppHost
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed() { tail -30 "$work/log" >&2; echo "aspire/verify.sh: $*" >&2; exit 1; }

if ! timeout 120 dotnet msbuild "$host/Medborgarbudget.AppHost.csproj" -getProperty:AspireHostingSDKVersion -nologo >"$work/log" 2>&1; then
  grep -q "Unable to find package Aspire.AppHost.Sdk\|Could not resolve SDK \"Aspire.AppHost.Sdk" "$work/log" || failed "the app host's project cannot be read"
  if [[ "${ASPIRE_REQUIRED:-}" == "true" ]]; then failed "the Aspire SDK is required and cannot be had"; fi
  echo "SKIPPED: the Aspire SDK cannot be had from this machine's package sources; the app host was neither built nor run"
  exit 0
fi

timeout 900 dotnet build "$here/Medborgarbudget.Aspire.slnx" -c Release -v q --nologo -nodeReuse:false >"$work/log" 2>&1 || failed "the app host does not build"
timeout 120 dotnet run --project "$host" -c Release --no-build -- --operation publish --publisher manifest --output-path "$work/manifest.json" >"$work/log" 2>&1 ||
  failed "the app host does not publish"
for part in $(cut -d' ' -f1 "$here/../deploy/images/images.txt") postgres redis rabbitmq; do
  grep -q "^    \"$part\": {" "$work/manifest.json" || failed "the published manifest has no $part"
done
echo "VERIFIED: the app host builds and publishes every part of the system"
