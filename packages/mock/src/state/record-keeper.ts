import type { CallRecord } from '@trtc-call/client';
import type { ValidateFunction } from 'ajv';
import { MockOptionError } from '../errors.ts';
import { RecordStore } from './record-store.ts';
import { type SampleRules, sampleRecord, sampleRecords } from './sample-records.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

/** Makes records complete and fills the stores of new apps. */
export interface RecordKeeper {
  /** A new store with what each app begins with. */
  fill(sdkAppId: number): RecordStore;
  /** A whole record from what is given. */
  complete(record: Partial<CallRecord>, sdkAppId: number, random: SeededRandom): CallRecord;
}

/** Makes the keeper. `initial`: samples, or the records of the option. */
export function recordKeeper(
  rules: SampleRules,
  initial: 'sample' | readonly Partial<CallRecord>[],
  validate: ValidateFunction,
  now: () => number,
): RecordKeeper {
  const complete = (record: Partial<CallRecord>, sdkAppId: number, random: SeededRandom): CallRecord => {
    const startCallTs = Math.floor(now() / 1000) - 60;
    const whole = sampleRecord(rules, random, 0, { startCallTs, ...record, sdkAppId });
    if (validate(whole)) return structuredClone(whole);
    const [error] = validate.errors ?? [];
    const field = `record${(error?.instancePath ?? '').replaceAll('/', '.')}`;
    throw new MockOptionError(
      field,
      error?.message ?? 'is not a call record',
      'see the schema CallRecord of the contract',
    );
  };
  return {
    complete,
    fill: (sdkAppId) => {
      const store = new RecordStore(rules.windowSeconds);
      const random = seededRandom(rules.seed, sdkAppId);
      const records =
        initial === 'sample'
          ? sampleRecords(rules, sdkAppId, now())
          : initial.map((record) => complete(record, sdkAppId, random));
      for (const record of records) store.add(record);
      return store;
    },
  };
}
