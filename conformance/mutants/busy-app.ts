import { listWords } from '../requirements/check/schemas.ts';
import type { Generation } from '../requirements/generation.ts';
import {
  createMutations,
  type Forward,
  type Members,
  type MutantRequest,
  readFields,
  withFields,
} from './mutations.ts';

const calls = 1000;
const secondsBetween = 600;

/**
 * The service with a thousand calls of the last seven days before a time in milliseconds, in place of those of the mock:
 * what the mock lets through is answered from these. Its lists begin with the newest call.
 */
export function fillApp(generation: Generation, time: number, forward: Forward): Forward {
  const busy = makeRecords(generation, time);
  const m = createMutations(generation);
  const { names, recordMember } = generation;
  let template: Members = {};
  const complete = (one: Members): Members => {
    const start = Number(one[names.start]);
    return { ...template, ...one, [names.accept]: start + 5, [names.end]: start + 65 };
  };
  /** The mock says whether all else is right: it is asked for a call of its own. */
  const answerRecord = async (request: MutantRequest, known: Members) => {
    const own = { ...readFields(request), [names.callId]: template[names.callId] };
    const response = await forward(withFields(request, own));
    if (!m.readAnswer(response).isSuccess) return response;
    const record = complete(known);
    return m.succeed(recordMember === undefined ? record : { [recordMember]: record });
  };
  const answerList = async (request: MutantRequest) => {
    const fields = readFields(request);
    const response = await forward(request);
    const { isSuccess, data } = m.readAnswer(response);
    const page = readPage(generation, fields);
    if (!isSuccess || !page) return response;
    template = m.readListing(data).records[0] ?? template;
    const found = busy.filter((one) => isWanted(one, fields, names));
    const records = found.slice(page.from, page.to).map(complete);
    const number = records.length > 0 ? page.number : 0;
    return m.succeed(m.writeListing({ total: found.length, page: number, records }));
  };
  return (request) => {
    const { [names.callId]: callId } = readFields(request);
    const known = busy.find((call) => call[names.callId] === callId);
    if (known && m.isFor(request, 'getRecordByCallId')) return answerRecord(request, known);
    const isList = request.method === 'POST' && m.isFor(request, 'getRecordsByFilter');
    return isList ? answerList(request) : forward(request);
  };
}

/** Whether a filter asks for a record. */
function isWanted(record: Members, filter: Members, names: Generation['names']): boolean {
  const { [names.from]: from = 0, [names.to]: to = Infinity } = filter;
  const start = Number(record[names.start]);
  const isSame = (name: string) => filter[name] === undefined || filter[name] === record[name];
  return start >= Number(from) && start <= Number(to) && isSame(names.callResult) && isSame(names.callType);
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

/** The page that a body asks for; undefined where it does not ask rightly. */
function readPage({ names, contract }: Generation, fields: Members) {
  const { [names.pageSize]: size = contract.limits.defaultPageSize.value, [names.page]: page = 1 } = fields;
  if (![size, page].every((number) => Number.isInteger(number) && Number(number) > 0)) return undefined;
  const from = (Number(page) - 1) * Number(size);
  return { number: Number(page), from, to: from + Number(size) };
}
