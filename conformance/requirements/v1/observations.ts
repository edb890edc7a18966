import { callbackObservations } from './callback-observations.ts';
import type { Observation } from './check/requirement.ts';
import { protocolObservations } from './protocol-observations.ts';
import { recordsObservations } from './records-observations.ts';

/** What the vendor's pages leave open, in the order of the ids. */
export const observations: readonly Observation[] = [
  ...protocolObservations,
  ...recordsObservations,
  ...callbackObservations,
].toSorted((one, other) => one.id.localeCompare(other.id));
