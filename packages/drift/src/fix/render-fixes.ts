import { oneLine } from '@trtc-call/rendering';
import type { FixResult } from './apply-fixes.ts';

/** What `--fix` did, in lines for a person. */
export function renderFixes({ applied, undecided, changeset, bump, contractVersion }: FixResult): string {
  const changing = applied.filter(({ files }) => files.length > 0);
  const files = new Set(applied.flatMap((fix) => fix.files));
  const lines = [
    `Fixed ${counted(changing.length, 'finding')} in ${counted(files.size, 'file')} of the contract.`,
    ...applied.flatMap(({ id, title, files: own }) => [
      `  ${id}  ${oneLine(title)}`,
      `    ${own.length > 0 ? own.join(', ') : 'the contract says so already'}`,
    ]),
  ];
  if (undecided.length > 0) {
    lines.push(
      `Left to you: ${counted(undecided.length, 'finding')}.`,
      ...undecided.flatMap(({ id, title, why }) => [`  ${id}  ${oneLine(title)}`, `    ${oneLine(why)}`]),
    );
  }
  if (contractVersion !== undefined)
    lines.push(`info.version of the contract is ${oneLine(contractVersion)} now.`);
  if (changeset !== undefined) {
    lines.push(`Changeset: ${changeset} (${bump}). Read what was written, then run npm test.`);
  }
  return `${lines.join('\n')}\n`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
