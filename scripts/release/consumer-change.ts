import type { Bump } from './bump.ts';

/**
 * What a change of the contract asks of its users, worst first: something stops working; nothing stops, but code that
 * relies on it wants a look; something is new; only words changed.
 */
export const levels = ['breaking', 'warning', 'addition', 'documentation'] as const;

/** One of {@link levels}. */
export type Level = (typeof levels)[number];

/** One change of the contract, as its users see it. */
export interface ConsumerChange {
  level: Level;
  /** Where, as a JSON pointer into the later contract, or into the earlier one for what is gone. */
  pointer: string;
  /** What changed, a sentence without its period. */
  what: string;
  /** What it means for users of the client and for receivers of webhooks. */
  meaning: string;
}

const bumpByLevel = {
  breaking: 'major',
  warning: 'minor',
  addition: 'minor',
  documentation: 'patch',
} as const satisfies Record<Level, Bump>;

/** The bump from 1.0.0 on. A warning counts as a minor: a patch must be safe to take unread. */
export function bumpOf(level: Level): Bump {
  return bumpByLevel[level];
}
