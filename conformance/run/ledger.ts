import { fileURLToPath } from 'node:url';
import { describeWriteFault, readTextFile, resolveFile, writeWhole } from '@trtc-call/reporting';
import type { LastLiveRun, RunReport, Verdict, Verified } from '../report/run-report.ts';
import { type Requirement, readGeneration, type Suite } from '../requirements/requirement.ts';
import { CannotRunError } from './options.ts';

/** Some thousand requirements. */
const mostBytes = 1024 * 1024;

/** Where one requirement has been verified. Dates are days (`YYYY-MM-DD`). */
export interface LedgerEntry {
  /** The vendor's pages that state it. */
  readonly documents: readonly (number | string)[];
  /** Since when it passes: what has passed before keeps its day, so that an update shows what is new. */
  readonly mock: string | null;
  /** When it passed last. */
  readonly live: string | null;
}

/** Where each requirement has been verified. */
export interface Ledger {
  /** When the live endpoint of each generation was last run against: ISO 8601, UTC. */
  readonly lastLiveRun: Readonly<Record<string, string | null>>;
  readonly requirements: Readonly<Record<string, LedgerEntry>>;
}

export function packagedLedger(): URL {
  const inSource = import.meta.url.endsWith('.ts');
  return new URL(inSource ? '../ledger.json' : './ledger.json', import.meta.url);
}

/** @throws CannotRunError when the file is not a ledger */
export async function readLedger(file: string | URL): Promise<Ledger> {
  let content: unknown;
  try {
    content = JSON.parse(await readTextFile(file, mostBytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotRunError('bad-ledger', `The ledger ${file} cannot be read: ${why}`);
  }
  if (isLedger(content)) return content;
  throw new CannotRunError(
    'bad-ledger',
    `${file} is not a ledger: take the one of the package, or have a new one written`,
  );
}

/** @throws CannotRunError when the file cannot be written; it is as it was then */
export async function writeLedger(file: string | URL, ledger: Ledger): Promise<void> {
  const text = JSON.stringify(ledger, null, 2);
  // Lists of pages on one line, so that a requirement is four lines and a change of one shows as one.
  const compact = text.replace(/\[[^[\]]*\]/g, (list) =>
    list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
  const path = file instanceof URL ? fileURLToPath(file) : file;
  try {
    await writeWhole(await resolveFile(path), `${compact}\n`);
  } catch (error) {
    const remedy = 'name one that you may write to, or leave out --update-ledger';
    const message = `The ledger ${path} cannot be written (${describeWriteFault(error)}): ${remedy}`;
    throw new CannotRunError('bad-ledger', message, { cause: error });
  }
}

/** When a requirement was verified, this run included when it passed. */
export function verify(
  entry: LedgerEntry | undefined,
  verdict: Verdict,
  { kind, day }: LedgerRun,
): Pick<Verified, 'mock' | 'live'> {
  const now = (column: 'mock' | 'live') => (verdict === 'pass' && kind === column ? day : undefined);
  return { mock: now('mock') ?? entry?.mock ?? null, live: now('live') ?? entry?.live ?? null };
}

export interface LedgerRun {
  readonly kind: RunReport['target']['kind'];
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/**
 * Enters a run: what passed gets its day, what failed loses it, what was not checked keeps what it had. Of the mock the
 * day of the first pass is kept. A run against a URL enters nothing, since what answered there is unknown.
 */
export function enterRun(
  ledger: Ledger,
  report: RunReport,
  requirements: readonly Pick<Requirement<never>, 'id' | 'source'>[],
): Ledger {
  const { kind } = report.target;
  const day = report.startedAt.slice(0, 10);
  const verdicts = new Map(report.results.map(({ id, verdict }) => [id, verdict]));
  const dateAfter = (id: string, former: string | null, column: 'mock' | 'live') => {
    const verdict = verdicts.get(id);
    if (kind !== column || verdict === undefined || verdict === 'skipped' || verdict === 'blocked')
      return former;
    if (verdict !== 'pass') return null;
    return column === 'mock' ? (former ?? day) : day;
  };
  const entries = requirements.map(({ id, source }) => {
    const { mock = null, live = null } = ledger.requirements[id] ?? {};
    const entry: LedgerEntry = {
      documents: source,
      mock: dateAfter(id, mock, 'mock'),
      live: dateAfter(id, live, 'live'),
    };
    return [id, entry] as const;
  });
  const asked = new Set(report.results.map(({ generation }) => generation));
  const known = new Set(requirements.map(({ id }) => readGeneration(id)));
  const runs = [...known].map((generation) => {
    const isLive = kind === 'live' && asked.has(generation);
    return [generation, isLive ? report.startedAt : (ledger.lastLiveRun[generation] ?? null)];
  });
  return { lastLiveRun: Object.fromEntries(runs), requirements: Object.fromEntries(entries) };
}

/** How old the last live run was at a time in milliseconds: of several generations the oldest, if each had one. */
export function findLastLiveRun(
  { lastLiveRun }: Ledger,
  suites: readonly Pick<Suite<never>, 'generation'>[],
  now: number,
): LastLiveRun | null {
  const runs = suites.map(({ generation }) => lastLiveRun[generation] ?? null);
  const [at] = runs.toSorted((one, other) => (one ?? '').localeCompare(other ?? ''));
  if (!at) return null;
  return { at, ageDays: Math.max(0, Math.floor((now - Date.parse(at)) / 86_400_000)) };
}

function isLedger(content: unknown): content is Ledger {
  if (typeof content !== 'object' || content === null) return false;
  if (!('lastLiveRun' in content && 'requirements' in content)) return false;
  return [content.lastLiveRun, content.requirements].every(
    (part) => typeof part === 'object' && part !== null,
  );
}
