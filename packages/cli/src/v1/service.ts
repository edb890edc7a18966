import { isTrtcCallError, type TrtcCallClient } from '@trtc-call/client';
import { type ErrorName, limits } from '@trtc-call/spec/v1';
import type { Filter, Service } from '../service.ts';
import { actions, columns, results, types } from './facts.ts';

const invalid: ErrorName = 'InvalidParameter';
const notConfigured: ErrorName = 'CallbackNotConfigured';

/** Generation v1 as the commands see it. */
export function createService(client: TrtcCallClient): Service {
  const { records, callbacks } = client;
  return {
    generation: 'v1',
    dataWindow: limits.dataWindow,
    results: new Map(results.map((word) => [word, word])),
    types: new Map(types.map((word) => [word, word])),
    columns,
    actions,
    clockDifference: client.clockDifference,
    async hearClock(signal) {
      const filter = { startTimestamp: Math.floor(Date.now() / 1000), numberPerPage: 1 };
      const outcome = await records.query(filter, { signal }).result();
      // A time that the service does not take tells its clock too.
      if (!outcome.ok && !isRefusedAs(outcome.error, invalid)) throw outcome.error;
    },
    getRecord: (callId) => records.get(callId),
    async countRecords(filter, signal) {
      const { totalNum } = await records.query({ ...spell(filter), numberPerPage: 1 }, { signal });
      return totalNum;
    },
    listRecords: (filter, signal) => records.list(spell(filter), { signal }).pages(),
    // The vendor documents no answer of its own where nothing is configured; a refusal is one reading.
    getCallbacks: async () => {
      const outcome = await callbacks.get().result();
      if (outcome.ok) return outcome.data;
      if (isRefusedAs(outcome.error, notConfigured)) return null;
      throw outcome.error;
    },
    setCallbacks: ({ address, actions }) => callbacks.set({ address, actions: [...actions] }),
    async deleteCallbacks() {
      await callbacks.delete();
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

function spell({ start, end, result, type }: Filter) {
  return {
    startTimestamp: start,
    endTimestamp: end,
    ...(result !== undefined && { callResult: result }),
    ...(type !== undefined && { callType: type }),
  };
}

function isRefusedAs(error: unknown, reason: ErrorName): boolean {
  return isTrtcCallError(error) && error.kind === 'refused' && error.reason === reason;
}
