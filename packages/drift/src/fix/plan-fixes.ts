import type { Generation } from '../contract/generations.ts';
import type { SpecChange } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { applyChange } from './apply-change.ts';
import { contractFolder } from './checkout.ts';
import { type ContractFiles, NeedsReviewError } from './contract-files.ts';

export interface PlannedFix {
  readonly finding: Finding;
  readonly generation: Generation;
  readonly change: SpecChange;
  /** The files of the contract that it changes, from the root of the checkout; none where the change was there already. */
  readonly files: readonly string[];
}

/** A finding that a person has to decide about. */
export interface Undecided {
  readonly id: string;
  readonly title: string;
  /** Where the contract speaks of it, such as `spec/v1/errors.yaml:12`; undefined where it does nowhere. */
  readonly place?: string | undefined;
  /** What may be done, or why the proposed change could not be made. */
  readonly why: string;
}

export interface FixPlan {
  readonly changed: ReadonlyMap<string, string>;
  readonly fixes: readonly PlannedFix[];
  readonly undecided: readonly Undecided[];
}

/** Makes the safe changes one after the other, in memory: each in the contract of its generation. */
export function planFixes(
  findings: readonly Finding[],
  open: (generation: Generation) => ContractFiles,
  now: number,
): FixPlan {
  const drafts = new Map<Generation, ContractFiles>();
  const fixes: PlannedFix[] = [];
  const undecided: Undecided[] = [];
  for (const finding of findings) {
    const { id, title, proposal, location } = finding;
    const place = location && `spec/${location.file}:${location.line}`;
    if (!proposal?.safe || !proposal.change) {
      undecided.push({ id, title, place, why: proposal?.text ?? 'There is no proposal for it.' });
      continue;
    }
    const { generation = 'v1' } = finding;
    const files = drafts.get(generation) ?? open(generation);
    const draft = files.copy();
    const inCheckout = (file: string) => `${contractFolder(generation)}/${file}`;
    try {
      applyChange(draft, proposal.change, firstSeen(finding, now));
      const changed = differing(files, draft).map(inCheckout);
      fixes.push({ finding, generation, change: proposal.change, files: changed });
      drafts.set(generation, draft);
    } catch (error) {
      if (!(error instanceof NeedsReviewError)) throw error;
      undecided.push({ id, title, place, why: `${proposal.text} It is not done for you: ${error.message}.` });
    }
  }
  const changed = [...drafts].flatMap(([generation, files]) =>
    [...files.changed].map(([file, text]) => [`${contractFolder(generation)}/${file}`, text] as const),
  );
  return { changed: new Map(changed), fixes, undecided };
}

function differing(before: ContractFiles, after: ContractFiles): string[] {
  return [...after.changed].filter(([file, text]) => before.changed.get(file) !== text).map(([file]) => file);
}

function firstSeen({ sightings }: Finding, now: number): string {
  const times = sightings.flatMap(({ first }) => (first === undefined ? [] : [Date.parse(first)]));
  const known = times.filter((time) => !Number.isNaN(time));
  return new Date(known.length > 0 ? Math.min(...known) : now).toISOString().slice(0, 10);
}
