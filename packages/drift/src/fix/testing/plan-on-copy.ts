import type { SpecChange } from '../../findings/difference.ts';
import { ContractFiles } from '../contract-files.ts';
import { planFixes } from '../plan-fixes.ts';
import { lineDiff } from './line-diff.ts';
import { findingOf } from './sample-finding.ts';
import { temporaryCheckout } from './temporary-checkout.ts';

/** When the tests are said to run. */
export const testTime = Date.UTC(2026, 10, 23);

/** What a test makes of files of the contract before. */
type Edits = Readonly<Record<string, (text: string) => string>>;

/** Plans changes on a copy of the contract, and says what differs in each file. */
export function plan(changes: readonly SpecChange[], edits: Edits = {}) {
  const { contract, read, write } = temporaryCheckout();
  for (const [file, edit] of Object.entries(edits)) {
    const edited = edit(read(`spec/v1/${file}`));
    if (edited === read(`spec/v1/${file}`)) throw new TypeError(`${file} is not as the test expects it`);
    write(`spec/v1/${file}`, edited);
  }
  const before = new ContractFiles(contract);
  const { files, fixes, undecided } = planFixes(
    changes.map((change) => findingOf(change)),
    before,
    testTime,
  );
  const diffs = [...files.changed].map(([file, text]) => [
    file,
    lineDiff(before.has(file) ? before.text(file) : '', text),
  ]);
  return {
    files,
    fixes,
    diff: Object.fromEntries(diffs),
    why: undecided.map(({ why }) => why),
  };
}
