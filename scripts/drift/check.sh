#!/usr/bin/env bash
# `check.sh <folder>`: asks the live endpoint where its credentials are set, compares its answers and the vendor's pages
# of both generations with the contract, and fixes what is safe in this checkout. The report is in <folder>/drift. It ends with 0 whatever
# it found: what follows from the report, or from there being none, is decided by follow-up.ts.
set -u
folder=$1
trtc_call() { npm run --silent trtc-call -- "$@"; }
mkdir -p "$folder"
rm -rf "$folder/drift" "$folder/today.har"

generation=()
if [ -n "${TRTC_CALL_GENERATION:-}" ]; then generation=(--generation "$TRTC_CALL_GENERATION"); fi

files=()
if [ -n "${TRTC_CALL_SDK_APP_ID:-}" ]; then
  files=("$folder/today.har")
  # Half a recording would be taken for a whole one; a missing one is reported as what could not be checked.
  trtc_call drift record --target live --redact-identifier --out "$folder/today.har" \
    ${generation[@]+"${generation[@]}"} || rm -f "$folder/today.har"
else
  echo "No live credentials: only the pages are checked."
fi

baseline=()
if [ -f drift-baseline.yaml ]; then baseline=(--baseline drift-baseline.yaml); fi
state=()
if [ -f "$folder/drift-state.json" ]; then state=(--state "$folder/drift-state.json"); fi

trtc_call drift check ${files[@]+"${files[@]}"} --docs --fix --out "$folder/drift" \
  ${baseline[@]+"${baseline[@]}"} ${state[@]+"${state[@]}"}
echo "drift check: exit $?"
# Only now: what the pages said before was needed for the comparison.
trtc_call drift docs --update --fail-on never > /dev/null
echo "drift docs --update: exit $?"

if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -f "$folder/drift/report.md" ]; then
  cat "$folder/drift/report.md" >> "$GITHUB_STEP_SUMMARY"
fi
exit 0
