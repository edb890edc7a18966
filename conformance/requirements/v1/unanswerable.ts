import type { Unanswerable } from '../guards.ts';

const webhook = 'only a receiver of webhooks sees it; a run asks the API and receives nothing';

/** Gaps of the documents that no run of this suite can close. */
export const unanswerable: readonly Unanswerable[] = [
  { decision: 'V1-U-03', reason: webhook },
  { decision: 'V1-U-23', reason: webhook },
  { decision: 'V1-U-24', reason: webhook },
  { decision: 'V1-U-26', reason: webhook },
  { decision: 'V1-U-27', reason: webhook },
  { decision: 'V1-U-44', reason: webhook },
  { decision: 'V1-U-45', reason: webhook },
  { decision: 'V1-U-46', reason: webhook },
  { decision: 'V1-U-48', reason: 'a run places no calls, so it never sees one end' },
  { decision: 'V1-U-52', reason: webhook },
];
