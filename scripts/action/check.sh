#!/usr/bin/env bash
# What action.yml runs: conformance and drift against one target. Everything comes by variables: INPUT_* are the inputs
# of the action, GITHUB_OUTPUT and GITHUB_STEP_SUMMARY are files of GitHub and may be absent. Exits 0 when it conforms
# and nothing drifted, 1 when not, 2 when it could not check.
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=${INPUT_VERSION:-$(node -p 'require(process.argv[1]).version' "$root/packages/cli/package.json")}
target=${INPUT_TARGET:-live}
out=${INPUT_OUT:-trtc-call-report}
if [ -n "${INPUT_SDK_APP_ID:-}" ]; then export TRTC_CALL_SDK_APP_ID=$INPUT_SDK_APP_ID; fi
if [ -n "${INPUT_SECRET_KEY:-}" ]; then export TRTC_CALL_SECRET_KEY=$INPUT_SECRET_KEY; fi
if [ -n "${INPUT_IDENTIFIER:-}" ]; then export TRTC_CALL_IDENTIFIER=$INPUT_IDENTIFIER; fi
if [ -n "${INPUT_REGION:-}" ]; then export TRTC_CALL_REGION=$INPUT_REGION; fi
generation=()
if [ -n "${INPUT_GENERATION:-}" ]; then generation=("--generation=$INPUT_GENERATION"); fi

if ! [[ $version =~ ^[0-9A-Za-z.-]+$ ]]; then
  echo "trtc-call: '$version' is not a version: use one such as 1.2.3" >&2
  exit 2
fi
trtc_call() { npx --yes "trtc-call@$version" "$@"; }

mkdir -p -- "$out" || exit 2
# A folder that is kept between runs has those of the last one.
rm -f -- "$out"/{conformance,drift}/report.{json,md}
recorded=$(mktemp -d)
trap 'rm -rf "$recorded"' EXIT

# The suite asks all that drift has to know: nothing is asked twice.
trtc_call conformance "--target=$target" "--out=$out/conformance" "--har=$recorded/exchanges.har" \
  ${generation[@]+"${generation[@]}"}
conformance=$?

files=("$recorded/exchanges.har")
while IFS= read -r file; do
  if [ -n "$file" ]; then files+=("$file"); fi
done <<< "${INPUT_FILES:-}"
compares=true
if [ "$conformance" -gt 1 ]; then
  echo "The conformance suite could not run to its end (exit $conformance): the log of this step says why." \
    >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
  # Part of a recording would be taken for all of it, and without one there may be nothing to compare.
  rm -f "$recorded/exchanges.har"
  if [ "${#files[@]}" -eq 1 ] && [ "${INPUT_DOCS:-false}" != true ]; then compares=false; fi
fi

reports=("$out/conformance/report.md")
drift=2
findings=
if [ "$compares" = true ]; then
  arguments=(${generation[@]+"${generation[@]}"} "--fail-on=${INPUT_FAIL_ON:-additive}" "--out=$out/drift")
  if [ -n "${INPUT_BASELINE:-}" ]; then arguments+=("--baseline=$INPUT_BASELINE"); fi
  if [ "${INPUT_DOCS:-false}" = true ]; then arguments+=(--docs); fi
  trtc_call drift check "${arguments[@]}" -- "${files[@]}"
  drift=$?
  reports+=("$out/drift/report.md")
  if [ -f "$out/drift/report.json" ]; then
    findings=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).findings.length' "$out/drift/report.json")
  fi
fi
{
  echo "conformance=$conformance"
  echo "drift=$drift"
  echo "findings=$findings"
  # A name may have lines: it is closed by a word that is not known before.
  end="end-$RANDOM$RANDOM$RANDOM"
  printf 'report<<%s\n%s\n%s\n' "$end" "$out" "$end"
} >> "${GITHUB_OUTPUT:-/dev/null}"
for report in "${reports[@]}"; do
  if [ -f "$report" ]; then cat "$report" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"; fi
done

if [ "$conformance" -gt 1 ] || [ "$drift" -gt 1 ]; then exit 2; fi
if [ "$conformance" -eq 1 ] || [ "$drift" -eq 1 ]; then exit 1; fi
exit 0
