import type { SpecChange } from '../../findings/difference.ts';
import { ContractFiles } from '../contract-files.ts';
import { planFixes } from '../plan-fixes.ts';
import { contract } from './checkouts.ts';
import { proposeChange } from './sample-findings.ts';

export const testTime = Date.UTC(2026, 10, 23);

type Edits = Readonly<Record<string, (text: string) => string>>;

/** Plans changes on a copy of the contract, and says what differs in each file. */
export function plan(changes: readonly SpecChange[], edits: Edits = {}) {
  const untouched = new ContractFiles(contract);
  const edited = Object.entries(edits).map(([file, edit]): [string, string] => {
    const text = edit(untouched.text(file));
    if (text === untouched.text(file)) throw new TypeError(`${file} is not as the test expects it`);
    return [file, text];
  });
  const before = new ContractFiles(contract, new Map(edited));
  const { changed, fixes, undecided } = planFixes(
    changes.map((change) => proposeChange(change)),
    () => before,
    testTime,
  );
  const files = afterFixes(changed);
  const diffs = [...files.changed].flatMap(([file, text]) => {
    const known = before.has(file) ? before.text(file) : '';
    return text === known ? [] : [[file, lineDiff(known, text)]];
  });
  return {
    files,
    fixes,
    diff: Object.fromEntries(diffs),
    why: undecided.map(({ why }) => why),
  };
}

export function afterFixes(changed: ReadonlyMap<string, string>): ContractFiles {
  return new ContractFiles(
    contract,
    new Map([...changed].map(([path, text]) => [path.replace('spec/v1/', ''), text])),
  );
}

/** The lines that went and that came between two texts, as a unified diff marks them. */
function lineDiff(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  // lengths[i][j]: the longest common list of lines from a[i] and b[j] on.
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const length = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      lengths[i]?.splice(j, 1, length);
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`-${a[i]}`);
      i += 1;
    } else {
      lines.push(`+${b[j]}`);
      j += 1;
    }
  }
  return lines;
}
