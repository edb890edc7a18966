import { describeReadFault, readTextFile } from './files.ts';
import type { Acceptance } from './report.ts';
import { oneLine, sanitizeJson } from './sanitize.ts';
import { isObject } from './values.ts';

/** What was accepted for a time: a requirement that fails, or a finding of drift. */
export interface AcceptedEntry extends Acceptance {
  /** Of a requirement, such as `V1-URL-001`, or of a finding, such as `D-0123456789`. */
  readonly id: string;
  /** What makes up the finding; for readers of the file, since the id decides. */
  readonly fingerprint?: FingerprintText;
}

/** The parts of a fingerprint. */
const parts = ['rule', 'subject', 'pointer', 'before', 'after'] as const;
export type FingerprintText = Readonly<Record<(typeof parts)[number], string>>;

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

/** Some thousand entries. */
const mostBytes = 1024 * 1024;

/**
 * Reads a list of what is accepted, YAML or JSON: `- { id, reason, author, expires, fingerprint? }`. One file may hold
 * requirements and findings alike. A file without any entry is an empty list.
 *
 * @throws {@link AcceptedListError} when the file cannot be read, is not such a list, or an entry is wrong or double
 */
export async function readAcceptedList(path: string, check?: CheckEntry): Promise<AcceptedEntry[]> {
  const text = await readTextFile(path, mostBytes).catch((cause: unknown) => {
    const message = `cannot read the accepted list ${oneLine(path)} (${describeReadFault(cause)}): name a file that exists and may be read`;
    throw new AcceptedListError('unreadable', message, { cause });
  });
  return parseAcceptedList(text, path, check);
}

/**
 * Reads the text of such a file.
 *
 * @param name of the file, for messages
 */
export async function parseAcceptedList(
  text: string,
  name: string,
  check?: CheckEntry,
): Promise<AcceptedEntry[]> {
  // A check without a list has no need of a parser.
  const { readYamlList } = await import('./yaml-bounds.ts');
  const at = (line: number) => `${oneLine(name)}:${line}`;
  const { items, fault } = readYamlList(text);
  if (fault) {
    const message = `${at(fault.line)}: the accepted list is neither YAML nor JSON (${oneLine(fault.cause.message)}): repair it`;
    throw new AcceptedListError('not-yaml', message, { cause: fault.cause });
  }
  if (!items) {
    const message = `${at(1)}: the accepted list is not a list: write each entry under a dash`;
    throw new AcceptedListError('not-a-list', message);
  }
  const entries = new Map<string, AcceptedEntry>();
  for (const [index, { line, value }] of items.entries()) {
    const place = `${at(line)}: entry ${index + 1} of the accepted list`;
    const entry = readEntry(value);
    const problem = typeof entry === 'string' ? entry : check?.(entry);
    if (problem !== undefined || typeof entry === 'string')
      throw new AcceptedListError('bad-entry', `${place} ${problem}`);
    if (entries.has(entry.id))
      throw new AcceptedListError('duplicate', `${place} accepts ${entry.id} again: keep one of the two`);
    entries.set(entry.id, entry);
  }
  return [...entries.values()];
}

const known = ['id', 'reason', 'author', 'expires', 'fingerprint'];

/** Reads one entry strictly: the entry, or in words what is wrong with it and what to do. */
function readEntry(value: unknown): AcceptedEntry | string {
  if (!isObject(value)) return 'is not an entry: write `id`, `reason`, `author` and `expires` under one dash';
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) return `has ${JSON.stringify(stranger)}: an entry has ${known.join(', ')} only`;
  const { id, reason, author, expires, fingerprint } = value;
  if (typeof id !== 'string' || !/^(D-[0-9a-f]{10}|V\d+-[A-Z]+-\d{3,})$/.test(id)) {
    return 'has no `id` such as D-0123456789 or V1-URL-001: copy it from the report';
  }
  if (!isFilled(reason)) return 'has no `reason`: say in a text why it is accepted';
  if (!isFilled(author)) return 'has no `author`: say in a text who accepts it';
  if (!isDay(expires)) return 'has no `expires` such as 2026-12-31: give the last day on which it holds';
  if (fingerprint === undefined) return { id, reason, author, expires };
  if (!isFingerprint(fingerprint)) {
    return `has a \`fingerprint\` without all of ${parts.join(', ')}: copy it whole, or delete it`;
  }
  return { id, reason, author, expires, fingerprint };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isFingerprint(value: unknown): value is FingerprintText {
  if (!isObject(value) || Object.keys(value).length !== parts.length) return false;
  return parts.every((part) => typeof value[part] === 'string');
}

/** Whether it is a day of the calendar as YYYY-MM-DD. */
function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

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
