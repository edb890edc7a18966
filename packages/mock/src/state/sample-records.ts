import type { CallRecord } from '@trtc-call/client';
import type { ValidateFunction } from 'ajv';
import { createRandom, type SeededRandom } from './seeded-random.ts';

/**
 * A record as it is kept, in the names of v1. Each generation keeps its own words in it, and writes it in its own form.
 */
export interface StoredRecord extends CallRecord {
  /** What kind of id the room has, in the generations that say it. */
  readonly roomIdType?: number;
}

/** What is known of call records. */
export interface RecordRules {
  readonly validate: ValidateFunction;
  /** The record that sample records are modelled on. */
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
  readonly findsAnyAge?: boolean | undefined;
}

/** What sample records are made of. The template leads the samples, moved into the window. */
export type SampleRules = Omit<RecordRules, 'validate'>;

/** Records inside the window; more than the default page size, so that a second page exists. */
const recentRecords = 140;
/** Records that have left the window, which no operation may return. */
const oldRecords = 6;

const people = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'] as const;

/**
 * Makes the records that an app begins with: the same ones for the same seed, app and time. `now` in
 * milliseconds.
 */
export function createSampleRecords(
  rules: SampleRules,
  seed: number,
  sdkAppId: number,
  now: number,
): CallRecord[] {
  const random = createRandom(seed, sdkAppId);
  const nowSeconds = Math.floor(now / 1000);
  const newest = nowSeconds - 3600;
  const oldest = nowSeconds - rules.windowSeconds + 6 * 3600;
  const step = Math.floor((newest - oldest) / recentRecords);

  const recent = Array.from({ length: recentRecords }, (_, index) =>
    createSampleRecord(rules, random, index, {
      sdkAppId,
      startCallTs: newest - index * step - random.integer(0, 60),
    }),
  );
  const old = Array.from({ length: oldRecords }, (_, index) =>
    createSampleRecord(rules, random, index, {
      sdkAppId,
      startCallTs: nowSeconds - rules.windowSeconds - (index + 1) * 86_400,
    }),
  );
  return [moveRecord(rules.template, sdkAppId, newest), ...recent, ...old];
}

/** A record like those of the samples, with what is given in `over`. */
export function createSampleRecord(
  rules: SampleRules,
  random: SeededRandom,
  index: number,
  over: Partial<CallRecord>,
): CallRecord {
  const { template, words } = rules;
  const { callResults, callTypes, mediaTypes } = words;
  const [singleType = template.callType, groupType = singleType] = callTypes;
  const group = over.callType === undefined ? index % 4 === 3 : over.callType === groupType;
  // A group call ends with the result of the template (60130).
  const callResult =
    over.callResult ??
    (group ? template.callResult : callResults[index % callResults.length]) ??
    template.callResult;
  const first = random.integer(0, people.length - 1);
  const others = group ? random.integer(2, 5) : 1;
  const named = Array.from(
    { length: others + 1 },
    (_, place) => people[(first + place) % people.length] ?? 'alice',
  );
  const [caller = 'alice', ...callees] = named;
  const startCallTs = over.startCallTs ?? template.startCallTs;
  const answered = callResult === template.callResult;
  const acceptTs = startCallTs + random.integer(2, 30);
  return {
    callId: createUuid(random),
    sdkAppId: template.sdkAppId,
    mediaType: mediaTypes[random.integer(0, mediaTypes.length - 1)] ?? template.mediaType,
    roomId: String(random.integer(100_000, 999_999)),
    startCallTs,
    ...(answered ? { acceptTs } : {}),
    endTs: (answered ? acceptTs : startCallTs) + random.integer(5, 1800),
    caller,
    totalUserNumber: callees.length + 1,
    callType: group ? groupType : singleType,
    callResult,
    callees,
    ...over,
  };
}

function moveRecord(template: CallRecord, sdkAppId: number, startCallTs: number): CallRecord {
  const by = startCallTs - template.startCallTs;
  return {
    ...template,
    sdkAppId,
    startCallTs,
    ...(template.acceptTs === undefined ? {} : { acceptTs: template.acceptTs + by }),
    ...(template.endTs === undefined ? {} : { endTs: template.endTs + by }),
  };
}

/** An id in the form of the samples. */
export function createUuid(random: SeededRandom): string {
  const hex = random.hex32();
  const variant = '89ab'[random.integer(0, 3)] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
