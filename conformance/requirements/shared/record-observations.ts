import { randomUUID } from 'node:crypto';
import { type Answer, describeAnswer, readMembers } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { defineQuestions, type Observation } from '../define.ts';
import type { Generation } from '../generation.ts';
import { address, clear, makeConfiguration } from './callback.ts';
import { knownRecord, listRecords, longBeforeWindow, windowStart } from './records-in-window.ts';

/** What the pages leave open of call records. */
export function recordObservations(generation: Generation): readonly Observation[] {
  const { names, contract } = generation;
  const { dataWindow, defaultPageSize } = contract.limits;
  const operations = ['getRecordsByFilter'];
  const needs = ['call-id'] as const;
  const describeData = (context: CheckContext, answer: Answer) =>
    // What is cut off in the middle of a credential is not known for one any more: it is redacted before.
    `${describeAnswer(answer)}, data ${context.redact(JSON.stringify(answer.data) ?? 'absent').slice(0, 120)}`;
  return defineQuestions({ operations }, generation, {
    'OBS-004': {
      question: 'Which code does a missing record get?',
      operations: ['getRecordByCallId'],
      async observe(context) {
        const body = { [names.callId]: randomUUID() };
        return describeData(context, await context.send('getRecordByCallId', body));
      },
    },
    'OBS-005': {
      question: 'Is there a maximum page size?',
      needs,
      async observe(context) {
        const seen: string[] = [];
        for (const size of [defaultPageSize.value + 1, 200, 1000, 100_000]) {
          const body = { [names.from]: windowStart(context), [names.pageSize]: size };
          const { code, data } = await context.send('getRecordsByFilter', body);
          const { [names.records]: records, [names.total]: total } = readMembers(data);
          const listed = Array.isArray(records) ? `, ${records.length} of ${total}` : '';
          seen.push(`${size}: code ${code}${listed}`);
        }
        return seen.join('; ');
      },
    },
    'OBS-006': {
      question: 'In which order are records listed?',
      needs,
      async observe(context) {
        const { records } = await listRecords(context, { [names.pageSize]: 20 });
        const starts = records.map((record) => Number(record[names.start]));
        if (starts.length < 2) return `${starts.length} record is too few to tell`;
        const isSorted = (sign: number) =>
          starts.every((start, at) => at === 0 || sign * (start - (starts[at - 1] ?? start)) >= 0);
        if (isSorted(1)) return 'oldest first';
        return isSorted(-1) ? 'newest first' : 'neither oldest nor newest first';
      },
    },
    'OBS-007': {
      question: 'What does a page past the end hold?',
      async observe(context) {
        const times = { [names.from]: windowStart(context) };
        const body = { ...times, [names.pageSize]: defaultPageSize.value, [names.page]: 100_000 };
        return describeData(context, await context.send('getRecordsByFilter', body));
      },
    },
    'OBS-008': {
      question: `Until when are calls listed when ${names.to} is not given?`,
      needs,
      async observe(context) {
        const filter = { [names.from]: longBeforeWindow(context), [names.pageSize]: 1 };
        const { total } = await listRecords(context, filter);
        const { total: all } = await listRecords(context, { ...filter, [names.to]: context.now() });
        if (Number(all) === 0) return 'no call to tell by';
        if (total === all) return 'until now';
        return Number(total) === 0
          ? `until ${names.from} plus ${dataWindow.value} days`
          : `${total} of ${all} calls are listed`;
      },
    },
    'OBS-023': {
      question: 'Do both bounds of the time filter include their own second?',
      needs,
      async observe(context) {
        const { callId, start } = await knownRecord(context);
        const isListed = async (from: number, to: number) => {
          const { ids } = await listRecords(context, { [names.from]: from, [names.to]: to });
          return ids.includes(callId) ? 'yes' : 'no';
        };
        return `start: ${await isListed(start, start + 1)}; end: ${await isListed(start - 1, start)}`;
      },
    },
    'OBS-024': {
      question: 'Which results do the listed calls have?',
      needs,
      async observe(context) {
        const { records } = await listRecords(context);
        const pairs = records.map((record) => `${record[names.callType]} ${record[names.callResult]}`);
        return [...new Set(pairs)].toSorted().join(', ');
      },
    },
    'OBS-025': {
      question: 'Which members has the record of an unanswered call?',
      needs,
      async observe(context) {
        const unanswered = /^not_?answer$/i;
        const { records } = await listRecords(context, { [names.pageSize]: 50 });
        const found = records.find((record) => unanswered.test(String(record[names.callResult])));
        return found ? Object.keys(found).toSorted().join(', ') : 'no such call to tell by';
      },
    },
    'OBS-037': {
      question: 'Is the caller among the callees of a record?',
      needs,
      async observe(context) {
        const records = await readUsers(context);
        return `in ${records.filter(({ hasCaller }) => hasCaller).length} of ${records.length} records`;
      },
    },
    'OBS-043': {
      question: 'Has a call of two a second callee?',
      needs,
      async observe(context) {
        const ofTwo = (await readUsers(context)).filter(({ isOfTwo }) => isOfTwo);
        return `${ofTwo.filter(({ called }) => called > 1).length} of ${ofTwo.length}`;
      },
    },
    'OBS-026': {
      question: 'How is an end before the start answered?',
      async observe(context) {
        const body = { [names.from]: context.now() - 60, [names.to]: context.now() - 120 };
        return describeData(context, await context.send('getRecordsByFilter', body));
      },
    },
  });
}

/** What the first records say of who took part. */
async function readUsers(context: CheckContext) {
  const { names } = context.generation;
  const { records } = await listRecords(context, { [names.pageSize]: 20 });
  return records.map((one) => {
    const { [names.caller]: caller, [names.callees]: list, [names.callType]: type } = one;
    const callees: readonly unknown[] = Array.isArray(list) ? list : [];
    return {
      hasCaller: callees.includes(caller),
      called: callees.filter((user) => user !== caller).length,
      isOfTwo: /^single/i.test(String(type)),
    };
  });
}

/** What the pages leave open of the callback configuration. */
export function callbackObservations(generation: Generation): readonly Observation[] {
  const { commands, names } = generation;
  const needs = ['mutate-callback'] as const;
  const set = (context: CheckContext, actions: readonly string[], url = address) =>
    context.send('setCallback', makeConfiguration(generation, url, actions));
  return defineQuestions({ operations: ['setCallback'], needs }, generation, {
    'OBS-009': {
      question: 'How is the callback read where none is configured?',
      operations: ['getCallback'],
      async observe(context) {
        await clear(context);
        const answer = await context.send('getCallback', {});
        return `${describeAnswer(answer)}, data ${JSON.stringify(answer.data)}`;
      },
    },
    'OBS-010': {
      question: 'How is the callback removed where none is configured?',
      operations: ['deleteCallback'],
      async observe(context) {
        await clear(context);
        return context.send('deleteCallback', {});
      },
    },
    'OBS-011': {
      question: 'Is an unknown command word accepted as an action?',
      observe: (context) => set(context, ['no_such_word']),
    },
    'OBS-012': {
      question: 'Is an empty list of actions accepted?',
      observe: (context) => set(context, []),
    },
    'OBS-013': {
      question: 'How long an address is accepted?',
      async observe(context) {
        const seen = [256, 2048, 8192].map(async (length) => {
          const answer = await set(context, commands.slice(0, 1), address.padEnd(length, 'x'));
          return `${length}: ${answer.code}`;
        });
        return (await Promise.all(seen)).join('; ');
      },
    },
    'OBS-027': {
      question: 'Is an action kept twice that is set twice?',
      operations: ['setCallback', 'getCallback'],
      async observe(context) {
        const [word = ''] = commands;
        const answer = await set(context, [word, word]);
        if (answer.code !== 0) return describeAnswer(answer);
        const read = readMembers((await context.send('getCallback', {})).data);
        return JSON.stringify(read[names.actions]) ?? 'absent';
      },
    },
  });
}
