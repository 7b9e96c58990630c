#!/bin/bash
# The one test command: makes sure that the real servers are there, builds, runs every test project, counts the results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: tests/run.sh
Installs (root and apt) or finds Docker, the images of PostgreSQL, Redis and RabbitMQ, Chromium, Node.js, an OpenID provider, kubectl,
promtool and a C compiler;
builds (the Aspire app host too, where its SDK can be had: aspire/verify.sh -h); runs every test project; ends with "N passed, N failed".
Reports are in TestResults/. Exit: 0 all passed, 1 not, 2 something is missing.
  CI=true                          a skipped test is a failure too
  MEDBORGARBUDGET_TEST_PROJECTS    only these, e.g. "Messaging Contracts" (default: all)
  MEDBORGARBUDGET_TEST_TIMEOUT     seconds that one project may take (default 1800)
  KUBECONFIG                       a cluster on which the manifests are tried too (dry run)
  VULNERABILITIES_REQUIRED=true    fails where the package sources do not know of vulnerabilities (tests/vulnerabilities.sh -h)
  MEDBORGARBUDGET_TEST_PULL, MEDBORGARBUDGET_TEST_CHROMIUM: see tests/setup/images.sh -h, chromium.sh -h
TEXT
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 0 ]]; then usage >&2; exit 2; fi

limit=${MEDBORGARBUDGET_TEST_TIMEOUT:-1800}
read -ra names <<<"${MEDBORGARBUDGET_TEST_PROJECTS:-$(basename -as .Tests tests/*.Tests | sed 's/^Medborgarbudget\.//' | paste -sd' ')}"
# Release: what is tested is what is published, and a developer's own Debug output stays as it is.
build=(1800 dotnet build -c Release -v q --nologo -nodeReuse:false)

# timeout puts what it runs into a process group of its own, out of reach of Ctrl-C: the traps pass the end on.
child=""
bounded() { local code=0; timeout -k 20 "$@" </dev/null & child=$!; wait "$child" || code=$?; child=""; return "$code"; }
finish() { if [[ -n "$child" ]] && kill "$child"; then wait "$child" || true; fi; tests/setup/servers.sh stop $$; }
build_failed() { echo "tests/run.sh: the build failed" >&2; exit 1; }
use() { local exports; exports=$("$@") || exit 2; eval "$exports"; }
command -v dotnet >/dev/null || { echo "tests/run.sh: missing: the .NET SDK (dotnet)" >&2; exit 2; }
use tests/setup/docker.sh
use tests/setup/images.sh
use tests/setup/chromium.sh
use tests/setup/oidc-provider.sh
use tests/setup/kubernetes.sh
use tests/setup/promtool.sh
use tests/setup/clock.sh
trap finish EXIT
trap 'exit 130' INT TERM
use tests/setup/servers.sh start $$

echo "building"
if [[ -z "${MEDBORGARBUDGET_TEST_PROJECTS:-}" ]]; then
  bounded "${build[@]}" Medborgarbudget.sln || build_failed
  bounded 1200 aspire/verify.sh || build_failed
else
  for name in "${names[@]}"; do bounded "${build[@]}" "tests/Medborgarbudget.$name.Tests" || build_failed; done
fi
tests/setup/wait-servers.sh $$

rm -rf TestResults
for name in "${names[@]}"; do
  echo "testing $name"
  mkdir -p "TestResults/$name"
  code=0
  bounded "$limit" dotnet test --test-modules "tests/Medborgarbudget.$name.Tests/bin/Release/net10.0/Medborgarbudget.$name.Tests.dll" \
    --results-directory "$PWD/TestResults/$name" --report-trx --report-trx-filename results.trx || code=$?
  echo "$code" >"TestResults/$name/exit-code"
done
# Just before the summary, where it is read; a package that is known to be vulnerable fails the run.
vulnerable=0
if [[ -z "${MEDBORGARBUDGET_TEST_PROJECTS:-}" ]]; then bounded 900 tests/vulnerabilities.sh || vulnerable=$?; fi
tests/summary.sh TestResults
exit "$vulnerable"
