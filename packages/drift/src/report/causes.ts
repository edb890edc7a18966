import { lastName } from '../contract/json.ts';
import { combineSightings } from '../findings/describe.ts';
import type { Finding } from '../findings/finding.ts';

/** One thing that changed: one finding for all the operations that show it. */
export interface Cause {
  readonly finding: Finding;
  /** Of the findings that it stands for, by which each is accepted. */
  readonly ids: readonly string[];
}

// Folds findings that are the same difference at the same statement of the contract, seen at several operations. The
// findings keep their ids: only what people read is folded.
export function groupCauses(findings: readonly Finding[]): Cause[] {
  return [...Map.groupBy(findings, describeCause).values()].flatMap((group) => {
    const [first, ...others] = group;
    if (!first) return [];
    return [{ finding: others.length === 0 ? first : fold(first, group), ids: group.map(({ id }) => id) }];
  });
}

function describeCause({
  id,
  operationId,
  fingerprint,
  location,
  generation,
  class: rated,
}: Finding): string {
  const { rule, subject, pointer, before, after } = fingerprint;
  // An unknown path or a page is told apart by its subject alone.
  if (operationId === undefined || operationId !== subject) return id;
  // Operations share the components of the contract, and each has a file of its own for the rest.
  const isShared = location && /^v\d+\/(components\/|openapi\.yaml)/.test(location.file);
  const place = isShared ? `${location.file}:${location.line} ${lastName(pointer)}` : pointer;
  return JSON.stringify([rated, rule, generation, before, after, place]);
}

function fold(first: Finding, group: readonly Finding[]): Finding {
  const { operationId = '', fingerprint, title, proposal } = first;
  const isOnePlace = group.every((finding) => finding.fingerprint.pointer === fingerprint.pointer);
  const what = title.slice(operationId.length);
  return {
    ...first,
    operationId: undefined,
    title: `${group.length} operations${isOnePlace ? what : what.replace(fingerprint.pointer, lastName(fingerprint.pointer))}`,
    places: group.map((finding) => ({
      operationId: finding.operationId ?? '',
      pointer: finding.fingerprint.pointer,
      ...(finding.location && { location: finding.location }),
    })),
    proposal: proposal && { ...proposal, safe: group.every((finding) => finding.proposal?.safe) },
    ...combineSightings(group),
  };
}
