import { isTrtcCallError, type TrtcCallClientV4, toCall } from '@trtc-call/client';
import { type ErrorName, limits } from '@trtc-call/spec/v4';
import { facts, webhookWords } from '../facts.ts';
import type { Filter, Service, Words } from '../service.ts';

const nothingFound: ErrorName = 'RecordNotFound';

/** A filter that nothing matches may be refused, and so may a time (V4-U-08). */
const answersOfNothing: readonly string[] = [nothingFound, 'ParameterInvalid'] satisfies ErrorName[];

export function createService(client: TrtcCallClientV4): Service {
  const { records, callbacks } = client;
  const results = pairWords(facts.v4.results, 'CallResult', 'result');
  const types = pairWords(facts.v4.types, 'CallType', 'type');
  const spell = ({ start, end, result, type }: Filter) => ({
    StartTime: start,
    EndTime: end,
    ...(result !== undefined && { CallResult: results.get(result) ?? result }),
    ...(type !== undefined && { CallType: types.get(type) ?? type }),
  });
  const count = async (filter: object, signal?: AbortSignal) => {
    const outcome = await records.query({ ...filter, NumberPerPage: 1 }, { signal }).result();
    if (outcome.ok) return outcome.data.totalNum;
    if (isAnswerOfNothing(outcome.error)) return 0;
    throw outcome.error;
  };
  return {
    generation: 'v4',
    client,
    dataWindow: limits.dataWindow,
    results,
    types,
    columns: facts.v4.columns,
    actions: webhookWords.v4,
    clockDifference: client.clockDifference,
    async hearClock(signal) {
      await count({ StartTime: Math.floor(Date.now() / 1000) }, signal);
    },
    getRecord: (callId) => records.get(callId),
    countRecords: (filter, signal) => count(spell(filter), signal),
    listRecords: (filter, signal) => records.list(spell(filter), { signal }).pages(),
    async findListRefusal(signal) {
      const outcome = await records.query({ NumberPerPage: 1 }, { signal }).result();
      if (outcome.ok || outcome.error.kind !== 'refused') return undefined;
      return outcome.error.reason === nothingFound ? outcome.error : undefined;
    },
    async getCallbacks() {
      const found = await callbacks.get();
      return found && { address: found.Url, actions: found.CallbackCommandList };
    },
    async setCallbacks({ address, actions }) {
      await callbacks.set({ Url: address, CallbackCommandList: [...actions] });
      return address;
    },
    async updateCallbacks(change) {
      // There is no operation for it.
      const found = await callbacks.get();
      if (!found) return null;
      const { address = found.Url, actions = found.CallbackCommandList } = change;
      await callbacks.set({ Url: address, CallbackCommandList: [...actions] });
      return { address, actions };
    },
    async deleteCallbacks() {
      await callbacks.delete();
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/** The words of v4 beside their spelling in the common form of records. */
function pairWords(
  words: readonly string[],
  name: 'CallResult' | 'CallType',
  member: 'result' | 'type',
): Words {
  return new Map(
    words.map((word) => {
      const record = { ...emptyRecord, [name]: word };
      return [toCall(record)[member] ?? word, word];
    }),
  );
}

const emptyRecord = {
  CallId: '',
  Caller_Account: '',
  CalleeList_Account: [],
  MediaType: '',
  CallType: '',
  CallResult: '',
  StartTime: 0,
  EndTime: 0,
};

function isAnswerOfNothing(error: unknown): boolean {
  return isTrtcCallError(error) && error.kind === 'refused' && answersOfNothing.includes(error.reason);
}
