import type { Acceptance } from './report.ts';
import { sanitizeJson } from './sanitize.ts';

/** What was accepted for a time: a requirement that fails, or a finding of drift. */
export interface AcceptedEntry extends Acceptance {
  /** Of a requirement, such as `V1-URL-001`, or of a finding, such as `D-0123456789`. */
  readonly id: string;
  /** What makes up the finding; for readers of the file, since the id decides. */
  readonly fingerprint?: FingerprintText;
}

/** The parts of a fingerprint. */
export const parts = ['rule', 'subject', 'pointer', 'before', 'after'] as const;
export type FingerprintText = Readonly<Record<(typeof parts)[number], string>>;

/** What is wrong with a list. */
export type AcceptedListErrorCode = 'unreadable' | 'not-yaml' | 'not-a-list' | 'bad-entry' | 'duplicate';

/** The list cannot be used; the message is one line with the place and the remedy. */
export class AcceptedListError extends Error {
  override readonly name = 'AcceptedListError';
  readonly code: AcceptedListErrorCode;

  constructor(code: AcceptedListErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Says what is wrong with an entry that is whole, such as an id that is unknown; undefined where nothing is. */
export type CheckEntry = (entry: AcceptedEntry) => string | undefined;

/** What comes of what was found and the list of what is accepted. */
export interface Applied<Finding, Entry> {
  /** Those that count: they were not accepted, or the time is over. In their order. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly { readonly finding: Finding; readonly acceptance: Acceptance }[];
  /** Their time is over: each is to be renewed, or what it accepts to be repaired. */
  readonly expired: readonly Entry[];
  /** Could have been seen and was not: to be deleted. */
  readonly unseen: readonly Entry[];
}

/**
 * Takes out of what was found what is accepted.
 *
 * @param today YYYY-MM-DD; an entry still holds on its last day
 * @param couldSee whether what an entry accepts would have been found; one that was not looked for is not called unseen
 */
export function applyAccepted<Finding extends { readonly id: string }, Entry extends AcceptedEntry>(
  findings: readonly Finding[],
  entries: readonly Entry[],
  today: string,
  couldSee: (entry: Entry) => boolean,
): Applied<Finding, Entry> {
  const holds = (entry: Entry | undefined): entry is Entry => entry !== undefined && entry.expires >= today;
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const seen = new Set(findings.map(({ id }) => id));
  const unseen = entries.filter((entry) => !seen.has(entry.id) && couldSee(entry));
  return {
    findings: findings.filter(({ id }) => !holds(byId.get(id))),
    accepted: findings.flatMap((finding) => {
      const entry = byId.get(finding.id);
      if (!holds(entry)) return [];
      const { reason, author, expires } = entry;
      return [{ finding, acceptance: { reason, author, expires } }];
    }),
    // One that is gone needs no more time: it is to be deleted either way.
    expired: entries.filter((entry) => !holds(entry) && !unseen.includes(entry)),
    unseen,
  };
}

/** An entry as YAML that is safe to print. An empty reason or author is to be filled in: it is refused when read. */
export function renderAcceptedEntry({ id, reason, author, expires, fingerprint }: AcceptedEntry): string {
  // A text in the manner of JSON is YAML too, and stays in its line whatever it holds.
  const member = ([name, value]: readonly [string, string]) => `${name}: ${sanitizeJson(value)}`;
  const lines = Object.entries({ reason, author, expires }).map(member);
  const print = fingerprint
    ? ['fingerprint:', ...parts.map((part) => `  ${member([part, fingerprint[part]])}`)]
    : [];
  return [`- id: ${id}`, ...[...lines, ...print].map((text) => `  ${text}`), ''].join('\n');
}
