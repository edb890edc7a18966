import { tooLarge } from './contract/json.ts';
import type { DriftInput } from './drift-report.ts';
import type { Sensor } from './findings/difference.ts';
import type { Judge } from './judge/judge.ts';
import { noAnswer } from './judge/judged-exchange.ts';
import type { ExchangeSink } from './traffic/exchange.ts';
import {
  ExchangeFileError,
  type ReadExchanges,
  type ReadOptions,
  readExchanges,
} from './traffic/read-exchanges.ts';

/** Where exchanges come from: a file, or a target that is asked. */
export interface DriftSource {
  /** As the report names it. */
  readonly name: string;
  /** Whose the exchanges are, where that is known even if none can be read. Default: whatever they say of themselves. */
  readonly sensor?: Sensor | undefined;
  /** Hands on all there is. @throws SourceError, ExchangeFileError when there is nothing to hand on */
  read(sink: ExchangeSink, options?: ReadOptions): Promise<ReadExchanges>;
}

/** What kept a source from being asked; the message is one line with the remedy. The check goes on with the others. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code = 'source-unreadable';
}

/** A file of facts that cannot be used; the message is one line with the remedy. */
export class SourcesLockError extends Error {
  override readonly name = 'SourcesLockError';
  readonly code = 'damaged';
}

/** A file of exchanges or reports; `-` is standard input. */
export function fileSource(path: string): DriftSource {
  return {
    name: path === '-' ? 'standard input' : path,
    read: (sink, options) => readExchanges(path, sink, options),
  };
}

/** What came of reading the sources. */
export interface SourcesRead {
  /** What kept the check from being whole, one line each. */
  readonly reasons: readonly string[];
  /** Sensors that were asked, with whether all of what they had could be read. */
  readonly sensors: ReadonlyMap<Sensor, boolean>;
}

/** Hands everything that the sources have to the judge. @throws the reason of the signal when it is aborted */
export async function readSources(
  sources: readonly DriftSource[],
  judge: Judge,
  signal?: AbortSignal,
): Promise<SourcesRead> {
  const reasons: string[] = [];
  const sensors = new Map<Sensor, boolean>();
  const note = (asked: readonly Sensor[], isWhole: boolean) => {
    for (const sensor of asked) sensors.set(sensor, (sensors.get(sensor) ?? true) && isWhole);
  };
  for (const { name, sensor, read } of sources) {
    judge.begin(name);
    const fault = await readOne(judge, read, signal);
    signal?.throwIfAborted();
    const { input } = fault;
    if (fault.reason !== undefined)
      reasons.push(fault.reason.startsWith(name) ? fault.reason : `${name}: ${fault.reason}`);
    const told = [...input.sensors, ...(sensor ? [sensor] : [])];
    note(told.length > 0 ? told : ['production'], fault.reason === undefined);
  }
  return { reasons, sensors };
}

async function readOne(
  judge: Judge,
  read: DriftSource['read'],
  signal: AbortSignal | undefined,
): Promise<{ input: DriftInput; reason: string | undefined }> {
  try {
    const { damage, skipped, format, read: count } = await read(judge, { signal });
    const input = judge.end(damage, skipped);
    if (damage) return { input, reason: `${damage.reason} (byte ${damage.offset})` };
    const unread = findCount(input.unjudged, tooLarge);
    if (unread > 0) {
      return { input, reason: `${unread} of ${input.read} answers could not be judged: ${tooLarge}` };
    }
    // Clients that have nothing to report leave an empty file; a record of exchanges without any is not a check.
    const hasNothingToSay = format === 'ndjson' && count === 0 && skipped.length === 0;
    if (input.judged === 0 && !hasNothingToSay) return { input, reason: 'nothing in it could be judged' };
    return { input, reason: unansweredReason(input.unjudged, input.read) };
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof ExchangeFileError)) throw error;
    return { input: judge.end(undefined), reason: error.message };
  }
}

/**
 * Why a record says too little: a service that mostly does not answer cannot be found to have changed.
 *
 * @returns undefined when at least half of the requests were answered
 */
function unansweredReason(unjudged: DriftInput['unjudged'], read: number): string | undefined {
  const unanswered = findCount(unjudged, noAnswer);
  return isMostlyUnanswered(unanswered, read) ? `${unanswered} of ${read} requests got no answer` : undefined;
}

function findCount(unjudged: DriftInput['unjudged'], wanted: string): number {
  return unjudged.find(({ reason }) => reason === wanted)?.count ?? 0;
}

/** Whether too many requests were unanswered for the others to be a check. */
export function isMostlyUnanswered(unanswered: number, requests: number): boolean {
  return unanswered * 2 > requests;
}
