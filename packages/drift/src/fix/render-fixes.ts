import { sanitizeForTerminal } from '@trtc-call/reporting';
import type { FixResult } from './apply-fixes.ts';

/** What `--fix` did, in lines for a person. */
export function renderFixes({ applied, undecided, changeset, bump, contractVersion }: FixResult): string {
  const files = new Set(applied.flatMap((fix) => fix.files));
  const lines = [
    `Fixed: ${counted(applied.length, 'finding')}, ${counted(files.size, 'file')} of the contract changed.`,
    ...applied.flatMap(({ id, title, files: own }) => [
      `  ${id}  ${sanitizeForTerminal(title)}`,
      `    ${own.length > 0 ? own.join(', ') : 'nothing more to change'}`,
    ]),
  ];
  if (undecided.length > 0) {
    lines.push(
      `Left to you: ${counted(undecided.length, 'finding')}.`,
      ...undecided.flatMap(({ id, title, why }) => [
        `  ${id}  ${sanitizeForTerminal(title)}`,
        `    ${sanitizeForTerminal(why)}`,
      ]),
    );
  }
  if (contractVersion !== undefined)
    lines.push(`info.version is now ${sanitizeForTerminal(contractVersion)}.`);
  if (changeset !== undefined) {
    lines.push(`Changeset: ${changeset} (${bump}). Read what was written, then run npm test.`);
  }
  return `${lines.join('\n')}\n`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
