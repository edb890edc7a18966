import type { CallRecord } from '@trtc-call/client';
import { readMembers } from '../requirements/check/answer.ts';
import { listWords } from '../requirements/check/schemas.ts';
import type { Generation } from '../requirements/generation.ts';
import { createMutations, type Forward, type Members, readFields, withFields } from './mutations.ts';

const calls = 1000;
const secondsBetween = 600;

/** How an app gets its thousand calls. */
interface FilledApp {
  /** What the mock is made with, where it takes records of the generation. */
  readonly records?: readonly Partial<CallRecord>[];
  /** The service in front of the mock: its lists begin with the newest call. */
  readonly around: (forward: Forward) => Forward;
}

/** A thousand calls of the last seven days before a time in milliseconds. */
export function fillApp(generation: Generation, time: number): FilledApp {
  const records = makeRecords(generation, time);
  if (generation.contract.generation === 'v1')
    return { records, around: (forward) => newestFirst(generation, forward) };
  return { around: (forward) => overlay(generation, records, forward) };
}

function makeRecords({ openapi, names }: Generation, time: number): Members[] {
  const results = listWords(openapi, 'CallResult').filter((word) => word !== 'Offline');
  const types = listWords(openapi, 'CallType');
  const normal = results.find((word) => /^normal/i.test(word)) ?? '';
  return Array.from({ length: calls }, (_, at) => {
    const isGroup = at % 5 === 0;
    return {
      [names.callId]: `busy-${String(at).padStart(4, '0')}`,
      [names.start]: Math.floor(time / 1000) - 120 - at * secondsBetween,
      [names.callType]: types.find((word) => /^(group|multi)/i.test(word) === isGroup),
      [names.callResult]: isGroup ? normal : results[at % results.length],
    };
  });
}

/** The same service with its lists the other way round: the newest call first. */
function newestFirst(generation: Generation, forward: Forward): Forward {
  const m = createMutations(generation);
  const { names } = generation;
  return async (request) => {
    const fields = readFields(request);
    const page = readPage(generation, fields);
    const isList = m.isFor(request, 'getRecordsByFilter') && request.method === 'POST';
    // Only a body that is right but for the order is taken apart.
    if (!isList || !page || !Number.isInteger(fields[names.from])) return forward(request);
    const whole = withFields(request, { ...fields, [names.pageSize]: calls * 10, [names.page]: 1 });
    const response = await forward(whole);
    const { data, isSuccess } = m.readAnswer(response);
    if (!isSuccess) return response;
    const { total, records } = m.readListing(data);
    return m.succeed(
      m.writeListing({ total, page: page.number, records: records.toReversed().slice(page.from, page.to) }),
    );
  };
}

/** The service with other records than the mock has: what the mock lets through is answered from these. */
function overlay(generation: Generation, busy: readonly Members[], forward: Forward): Forward {
  const m = createMutations(generation);
  const { names, recordMember = '' } = generation;
  let template: Members | undefined;
  const complete = (one: Members): Members => {
    const start = Number(one[names.start]);
    return { ...template, ...one, [names.accept]: start + 5, [names.end]: start + 65 };
  };
  return async (request) => {
    const response = await forward(request);
    const isList = m.isFor(request, 'getRecordsByFilter');
    if (request.method !== 'POST' || !(isList || m.isFor(request, 'getRecordByCallId'))) return response;
    const fields = readFields(request);
    const { isSuccess, code, data } = m.readAnswer(response);
    template ??= isList && isSuccess ? readMembers(m.readListing(data).records[0]) : undefined;
    if (isList) {
      const page = readPage(generation, fields);
      if (!isSuccess || !page) return response;
      const { [names.from]: from = 0, [names.to]: to = Infinity } = fields;
      const found = busy.filter(
        (one) =>
          Number(one[names.start]) >= Number(from) &&
          Number(one[names.start]) <= Number(to) &&
          [names.callResult, names.callType].every((name) => [undefined, one[name]].includes(fields[name])),
      );
      const records = found.slice(page.from, page.to).map(complete);
      const number = records.length > 0 ? page.number : 0;
      return m.succeed(m.writeListing({ total: found.length, page: number, records }));
    }
    const known = busy.find((one) => one[names.callId] === fields[names.callId]);
    if (code !== m.findCode('record-not-found') || !known) return response;
    return m.succeed({ [recordMember]: complete(known) });
  };
}

/** The page that a body asks for; undefined where it does not ask rightly. */
function readPage({ names, contract }: Generation, fields: Members) {
  const { [names.pageSize]: size = contract.limits.defaultPageSize.value, [names.page]: page = 1 } = fields;
  if (![size, page].every((one) => Number.isInteger(one) && Number(one) > 0)) return undefined;
  const from = (Number(page) - 1) * Number(size);
  return { number: Number(page), from, to: from + Number(size) };
}
