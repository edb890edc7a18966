import { createHash } from 'node:crypto';
import { oneLine } from '@trtc-call/rendering';
import type { SpecChange } from '../findings/difference.ts';
import type { Consequences } from './consequences.ts';
import type { PlannedFix } from './plan-fixes.ts';

/** A changeset that tells users what the contract learned. */
export interface Changeset {
  /** From the root of the checkout. The same fixes have the same name. */
  readonly path: string;
  readonly text: string;
}

/** Makes the changeset of fixes that changed something. */
export function changesetOf(fixes: readonly PlannedFix[], { bumps }: Consequences): Changeset {
  const ids = fixes.map(({ finding }) => finding.id).toSorted();
  const hash = createHash('sha256').update(ids.join()).digest('hex').slice(0, 8);
  const packages = [...bumps].map(([name, bump]) => `"${name}": ${bump}\n`);
  const news = [...new Set(fixes.flatMap(({ change }) => newsOf(change)))];
  return {
    path: `.changeset/drift-${hash}.md`,
    text:
      `---\n${packages.join('')}---\n\n` +
      `The contract follows what the service answers: ${news.join('; ')}. No page of the vendor says so.\n`,
  };
}

function newsOf(change: SpecChange): string[] {
  switch (change.kind) {
    case 'add-field':
      return [`${code(nameOf(change.schema))} has the field ${code(change.name)}`];
    case 'make-optional':
      return [`${code(change.name)} of ${code(nameOf(change.schema))} may be absent`];
    case 'add-word':
      return [`${code(nameOf(change.site))} may be ${code(change.word)}`];
    case 'add-code':
      return [`${code(change.operationId)} may refuse with code ${change.code}`];
    case 'several':
      return change.changes.flatMap(newsOf);
  }
}

/** `CallRecord.callees` for `#/components/schemas/CallRecord/properties/callees/items`. */
function nameOf(pointer: string): string {
  const [schema = '', ...rest] = pointer.split('/').slice(3);
  const fields = rest.flatMap((segment, at) => (rest[at - 1] === 'properties' ? [segment] : []));
  return [schema, ...fields].join('.');
}

function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}
