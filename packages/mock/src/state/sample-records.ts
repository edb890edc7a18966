import type { CallRecord } from '@trtc-call/client';
import { nearestName } from '@trtc-call/reporting/values';
import type { ValidateFunction } from 'ajv';
import { MockOptionError } from '../errors.ts';
import type { SeededRandom } from './random.ts';

/**
 * A record as it is kept, in the names of v1. Each generation keeps its own words in it, and writes it in its own form.
 */
export interface StoredRecord extends CallRecord {
  /** What kind of id the room has, in the generations that say it. */
  readonly roomIdType?: number;
}

/** How a generation writes its call records. */
export interface RecordForm {
  /** The record as the API returns it. */
  write(record: StoredRecord): object;
  /** Reads what is given of such a record. */
  read(record: object): Partial<StoredRecord>;
  /** Reads the record of the example of a single one, on which samples are modelled. */
  readExample(data: unknown): StoredRecord;
}

/** What is known of call records. */
export interface RecordRules extends RecordForm {
  /** Whether a written record conforms to the contract. */
  readonly validate: ValidateFunction;
  /** The record that samples are modelled on. It leads them, moved into the window. */
  readonly template: StoredRecord;
  readonly words: {
    readonly callResults: readonly string[];
    /** That of a call of two comes first. */
    readonly callTypes: readonly string[];
    readonly mediaTypes: readonly string[];
  };
  /** Age at which records leave the window. */
  readonly windowSeconds: number;
  /** Whether a single record is found at any age. */
  readonly findsAnyAge?: boolean;
}

/** What sample records are made of. */
export type SampleRules = Pick<RecordRules, 'template' | 'words' | 'windowSeconds'>;

/** Records inside the window; more than the default page size, so that a second page exists. */
const recentRecords = 140;
/** Records that have left the window, which no list may return. */
const oldRecords = 6;

const people = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'] as const;

/**
 * Makes the records that an app begins with: the same ones for the same random numbers, app and time. `now` in
 * milliseconds.
 */
export function createSampleRecords(
  rules: SampleRules,
  random: SeededRandom,
  sdkAppId: number,
  now: number,
): StoredRecord[] {
  const nowSeconds = Math.floor(now / 1000);
  const newest = nowSeconds - 3600;
  const oldest = nowSeconds - rules.windowSeconds + 6 * 3600;
  const step = Math.floor((newest - oldest) / recentRecords);
  const create = (count: number, findStart: (index: number) => number) =>
    Array.from({ length: count }, (_, index) =>
      createSampleRecord(rules, random, { sdkAppId, startCallTs: findStart(index) }, index),
    );
  return [
    moveRecord(rules.template, sdkAppId, newest),
    ...create(recentRecords, (index) => newest - index * step - random.integer(0, 60)),
    ...create(oldRecords, (index) => nowSeconds - rules.windowSeconds - (index + 1) * 86_400),
  ];
}

/**
 * A record like those of the samples, with what is given. `index` makes it a group call or not, and chooses its end. What
 * is not given of its times is not after `latest` (Unix seconds), and not before what is given.
 */
export function createSampleRecord(
  { template, words }: SampleRules,
  random: SeededRandom,
  given: Partial<StoredRecord> & Pick<StoredRecord, 'sdkAppId' | 'startCallTs'>,
  index = 0,
  latest = Infinity,
): StoredRecord {
  const { callResults, callTypes, mediaTypes } = words;
  const [singleType = template.callType, groupType = singleType] = callTypes;
  const isGroup = given.callType === undefined ? index % 4 === 3 : given.callType === groupType;
  // A group call ends with the result of the template (60130).
  const usual = isGroup ? template.callResult : callResults[index % callResults.length];
  const callResult = given.callResult ?? usual ?? template.callResult;
  const first = random.integer(0, people.length - 1);
  const others = isGroup ? random.integer(2, 5) : 1;
  const named = Array.from(
    { length: others + 1 },
    (_, place) => people[(first + place) % people.length] ?? 'alice',
  );
  const [caller = 'alice', ...callees] = named;
  const isAnswered = callResult === template.callResult;
  const { startCallTs, endTs = latest } = given;
  // A value that is not a number is refused by the contract, by its own name.
  const last = Math.max(startCallTs, Number.isFinite(endTs) ? endTs : latest);
  const answeredAt = Math.min(startCallTs + random.integer(2, 30), last);
  const goesOnFrom = given.acceptTs || (isAnswered ? answeredAt : startCallTs);
  return {
    callId: random.uuid(),
    mediaType: mediaTypes[random.integer(0, mediaTypes.length - 1)] ?? template.mediaType,
    roomId: String(random.integer(100_000, 999_999)),
    ...(isAnswered ? { acceptTs: answeredAt } : {}),
    endTs: Math.max(goesOnFrom, Math.min(goesOnFrom + random.integer(5, 1800), last)),
    caller,
    totalUserNumber: callees.length + 1,
    callType: isGroup ? groupType : singleType,
    callResult,
    callees,
    ...given,
  };
}

function moveRecord(template: StoredRecord, sdkAppId: number, startCallTs: number): StoredRecord {
  const by = startCallTs - template.startCallTs;
  return {
    ...template,
    sdkAppId,
    startCallTs,
    ...(template.acceptTs === undefined ? {} : { acceptTs: template.acceptTs + by }),
    ...(template.endTs === undefined ? {} : { endTs: template.endTs + by }),
  };
}

/** A record that was completed: as it is kept, and as the API returns it. */
export interface WholeRecord {
  readonly record: StoredRecord;
  readonly written: object;
}

/** The app that a record is made for. */
export interface RecordApp {
  readonly sdkAppId: number;
  /** Milliseconds. */
  readonly now: number;
  /** Members that records of other generations have, with the generation of each. */
  readonly foreign: ReadonlyMap<string, string>;
}

/**
 * Completes a record that is given in the form of its generation. The call is over now, if nothing else is given.
 *
 * @throws MockOptionError when a member is misspelt, or has a form that the contract does not allow
 */
export function completeRecord(
  rules: RecordRules,
  random: SeededRandom,
  given: object,
  { sdkAppId, now, foreign }: RecordApp,
): WholeRecord {
  const { read, write, validate, template } = rules;
  refuseMisspelt(given, Object.keys(write(template)), foreign);
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  // The app is the one that holds the record.
  const own = { ...stated, ...('sdkAppId' in stated && { sdkAppId }) };
  const nowSeconds = Math.floor(now / 1000);
  const members = read(own);
  const times = [nowSeconds, members.acceptTs, members.endTs].filter((time) => Number.isFinite(time) && time);
  const startCallTs = Math.min(...times.map(Number)) - 60;
  const record = createSampleRecord(rules, random, { startCallTs, ...members, sdkAppId }, 0, nowSeconds);
  const written = structuredClone({ ...write(record), ...own });
  if (validate(written)) return { record, written };
  const [error] = validate.errors ?? [];
  const field = `record${(error?.instancePath ?? '').replaceAll('/', '.')}`;
  const problem = error?.message ?? 'is not a call record';
  throw new MockOptionError(field, problem, 'see the schema CallRecord of the contract');
}

/** A record may have members that no page names; one of another generation, or nearly a documented one, is a slip. */
function refuseMisspelt(record: object, names: readonly string[], foreign: RecordApp['foreign']): void {
  for (const name of Object.keys(record)) {
    if (names.includes(name)) continue;
    const field = `record.${name}`;
    const generation = foreign.get(name);
    if (generation !== undefined) {
      const own = names.find((known) => known.toLowerCase() === name.toLowerCase());
      const remedy = `pass the generation ${generation}${own === undefined ? '' : `, or write ${own}`}`;
      throw new MockOptionError(field, `is a member of ${generation}`, remedy);
    }
    const nearest = nearestName(name, names);
    if (nearest !== undefined)
      throw new MockOptionError(field, 'is not a member of a call record', `did you mean ${nearest}?`);
  }
}
