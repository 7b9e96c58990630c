#!/bin/bash
# Says of a test run which tests failed and why, counts its reports, and says in one last line what they say.
set -euo pipefail

usage() {
  echo "usage: tests/summary.sh FOLDER"
  echo "FOLDER/<project>/ holds results.trx and the exit-code of that project's run, as tests/run.sh leaves them."
  echo 'Prints what failed, a line per project and last "N passed, N failed", with ", N skipped" if any. A project without a report, without'
  echo "a test or with an exit code that its report does not explain counts as one failure. With CI=true a skipped test fails the run."
  echo "Exit: 0 nothing failed, 1 something did."
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 1 || ! -d "$1" ]]; then usage >&2; exit 2; fi

# counter FILE NAME: one number of the report's own totals, 0 where it has none.
counter() {
  local value
  value=$(grep -o '<Counters [^>]*' "$1" | head -1 | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p")
  echo "${value:-0}"
}

# failures FILE: the name of each failed test, with the beginning of what it said and of where.
failures() {
  awk '
    /<UnitTestResult / { part = ""; failed = /outcome="(Failed|Error|Timeout|Aborted)"/
      if (failed) { name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name); print "FAILED " plain(name) } }
    failed && sub(/.*<Message>/, "") { part = "what"; left = 12 }
    failed && sub(/.*<StackTrace>/, "") { part = "where"; left = 6 }
    part != "" { ends = sub(/<\/(Message|StackTrace)>.*/, ""); if (left-- > 0 && $0 != "") print "  " substr(plain($0), 1, 400); if (ends) part = "" }
    function plain(text) {
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xD;/, "", text); gsub(/&amp;/, "\\&", text)
      return text
    }' "$1"
}

passed=0 failed=0 skipped=0
for report in "$1"/*/results.trx; do
  if [[ -f "$report" ]]; then failures "$report"; fi
done
for folder in "$1"/*/; do
  report="$folder/results.trx" code=$(cat "$folder/exit-code" 2>/dev/null || echo none)
  p=0 f=0 s=0 note=""
  if [[ -f "$report" ]]; then
    p=$(counter "$report" passed)
    for kind in failed error timeout aborted; do f=$((f + $(counter "$report" $kind))); done
    s=$(($(counter "$report" total) - p - f))
  fi
  if [[ $((p + f + s)) -eq 0 || ( "$code" != "0" && $f -eq 0 ) ]]; then
    f=$((f + 1))
    case $code in
      124 | 137) note=" (did not end in time)" ;;
      *) [[ $((p + s)) -gt 0 ]] && note=" (ended with exit code $code)" || note=" (no results, exit code $code)" ;;
    esac
  fi
  printf '%-12s %5d passed, %d failed, %d skipped%s\n' "$(basename "$folder")" "$p" "$f" "$s" "$note"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

result=0
if [[ $failed -gt 0 || $((passed + skipped)) -eq 0 ]]; then result=1; fi
if [[ $skipped -gt 0 && "${CI:-}" == "true" ]]; then
  echo "in CI nothing may be skipped: the run fails"
  result=1
fi
line="$passed passed, $failed failed"
if [[ $skipped -gt 0 ]]; then line+=", $skipped skipped"; fi
echo "$line"
exit "$result"
