import { type Call, isTrtcCallError, type TrtcCallClient } from '@trtc-call/client';
import { type ErrorName, limits } from '@trtc-call/spec/v1';
import { facts, webhookWords } from '../facts.ts';
import type { Filter, Service, Words } from '../service.ts';

const invalid: ErrorName = 'InvalidParameter';
const notConfigured: ErrorName = 'CallbackNotConfigured';

export function createService(client: TrtcCallClient): Service {
  const { records, callbacks } = client;
  const orNull = async <Data>(call: Call<Data>) => {
    // The vendor documents no answer of its own where nothing is configured; a refusal is one reading.
    const outcome = await call.result();
    if (outcome.ok) return outcome.data;
    if (isRefusedAs(outcome.error, notConfigured)) return null;
    throw outcome.error;
  };
  return {
    generation: 'v1',
    client,
    dataWindow: limits.dataWindow,
    results: pairWords(facts.v1.results),
    types: pairWords(facts.v1.types),
    columns: facts.v1.columns,
    actions: webhookWords.v1,
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
    // A refused list is an error.
    findListRefusal: async () => undefined,
    getCallbacks: () => orNull(callbacks.get()),
    setCallbacks: ({ address, actions }) => callbacks.set({ address, actions: [...actions] }),
    async updateCallbacks({ address, actions }) {
      // The service takes whole configurations: what is there is read only where a part is missing.
      const isWhole = address !== undefined && actions !== undefined;
      const former = isWhole ? { address, actions } : await orNull(callbacks.get());
      if (!former) return null;
      const wanted = { address: address ?? former.address, actions: [...(actions ?? former.actions)] };
      const stored = await orNull(callbacks.update(wanted));
      return stored === null ? null : { ...wanted, address: stored || wanted.address };
    },
    async deleteCallbacks() {
      await callbacks.delete();
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/** Its words are the spelling that all generations share. */
function pairWords(words: readonly string[]): Words {
  return new Map(words.map((word) => [word, word]));
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
