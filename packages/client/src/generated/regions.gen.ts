// Made by scripts/tables-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

export const regions: readonly string[] = [
  "intl",
  "china",
  "singapore",
  "seoul",
  "frankfurt",
  "silicon-valley",
  "jakarta"
];
