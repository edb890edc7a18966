import type { Answer } from '../check/answer.ts';
import type { CheckContext, RawOptions } from '../check/context.ts';
import { defineQuestions, type Observation } from '../define.ts';
import type { Generation } from '../generation.ts';
import { listBody, listOperations, requestList } from './records-in-window.ts';

/** What the pages leave open of requests and answers as such. */
export function protocolObservations(generation: Generation): readonly Observation[] {
  const { code: codeName, requestId, data } = generation.contract.envelope;
  const list = ['getRecordsByFilter'];
  const unknownPath = generation.contract.operations.getCallback?.path.replace(/[^/]*$/, 'no_such_command');
  const ask = (context: CheckContext, options: RawOptions) => context.send('getCallback', {}, options);
  /** The code of each request, behind its name. */
  const tellCodes = async (requests: Readonly<Record<string, () => Promise<Answer>>>) => {
    const seen: string[] = [];
    for (const [name, send] of Object.entries(requests)) seen.push(`${name}: ${(await send()).code}`);
    return seen.join('; ');
  };
  return defineQuestions({ source: [generation.introduction], operations: ['getCallback'] }, generation, {
    'OBS-001': {
      question: `Is ${codeName} a number or a string?`,
      operations: list,
      observe: async (context) => typeof (await requestList(context)).members[codeName],
    },
    'OBS-002': {
      question: `Is ${requestId} a number or a string, and how long?`,
      async observe(context) {
        const { requestId: id } = await ask(context, {});
        return `${typeof id} of ${String(id).length} characters`;
      },
    },
    'OBS-003': {
      question: `What is ${data} in a refused answer?`,
      async observe(context) {
        const answer = await ask(context, { query: { usersig: 'xxx' } });
        return data in answer.members ? JSON.stringify(answer.data) : 'absent';
      },
    },
    'OBS-014': {
      question: 'How is a body answered whose Content-Type is not JSON, or that has none?',
      observe: (context) =>
        tellCodes({
          'text/plain': () => ask(context, { contentType: 'text/plain' }),
          none: () => ask(context, { contentType: null }),
        }),
    },
    'OBS-015': {
      question: 'How is an unknown path answered?',
      operations: listOperations(generation),
      observe: (context) => ask(context, { ...(unknownPath && { path: unknownPath }) }),
    },
    'OBS-017': {
      question: 'How is GET answered?',
      observe: (context) => ask(context, { method: 'GET' }),
    },
    'OBS-018': {
      question: 'Is a field accepted that no page names?',
      operations: list,
      async observe(context) {
        const body = { ...listBody(context), noSuchField: 1 };
        return context.send('getRecordsByFilter', body);
      },
    },
    'OBS-019': {
      question: 'Does a missing parameter get another code than one of the wrong type?',
      operations: ['getRecordByCallId', ...list],
      observe: (context) =>
        tellCodes({
          missing: () => context.send('getRecordByCallId', {}),
          'wrong type': () => context.send('getRecordsByFilter', { [generation.names.from]: 'word' }),
          'no JSON': () => context.send('getRecordsByFilter', undefined, { rawBody: '{' }),
        }),
    },
    'OBS-020': {
      question: 'Which codes do missing credentials get?',
      observe: (context) =>
        tellCodes({
          sdkappid: () => ask(context, { query: { sdkappid: null } }),
          identifier: () => ask(context, { query: { identifier: null } }),
          usersig: () => ask(context, { query: { usersig: null } }),
        }),
    },
    'OBS-021': {
      question: 'Does a UserSig signed a minute ahead of time count?',
      source: ['tls-sig-api-v2'],
      needs: ['secret-key'],
      observe: (context) => ask(context, { query: { usersig: context.sign({ ageSeconds: -60 }) } }),
    },
    'OBS-022': {
      question: 'May the same random be used twice?',
      async observe(context) {
        await ask(context, { query: { random: '7' } });
        return ask(context, { query: { random: '7' } });
      },
    },
    'OBS-028': {
      question: 'How are refusals worded?',
      operations: list,
      async observe(context) {
        const answers = [
          await requestList(context, { query: { random: null } }),
          await requestList(context, { query: { usersig: context.foreignSign() } }),
          await context.send('getRecordsByFilter', undefined, { rawBody: '{' }),
        ];
        return answers.map(({ code, message }) => `${code}: ${JSON.stringify(message)}`).join('; ');
      },
    },
    'OBS-029': {
      question: 'How large a body is read?',
      operations: list,
      async observe(context) {
        const right = JSON.stringify(listBody(context));
        const seen: string[] = [];
        for (const kibibytes of [64, 1024]) {
          const rawBody = right.padEnd(kibibytes * 1024, ' ');
          const { status, code } = await context.send('getRecordsByFilter', undefined, { rawBody });
          seen.push(`${kibibytes} KiB: HTTP ${status}, code ${code}`);
        }
        return seen.join('; ');
      },
    },
    'OBS-030': {
      question: 'Is the form of an identifier looked at before its UserSig?',
      observe: (context) =>
        tellCodes({
          'of 33 letters': () => ask(context, { query: { identifier: 'a'.repeat(33) } }),
          'with a blank': () => ask(context, { query: { identifier: 'a b' } }),
          'in its form': () => ask(context, { query: { identifier: 'somebody-else' } }),
        }),
    },
    'OBS-031': {
      question: 'Which of two mistakes is answered?',
      operations: list,
      observe(context) {
        const usersig = context.foreignSign();
        const send = (options: RawOptions) =>
          context.send('getRecordsByFilter', { [generation.names.pageSize]: 'word' }, options);
        return tellCodes({
          'sign and query': () => send({ query: { usersig, random: null } }),
          'sign and field': () => send({ query: { usersig } }),
          'query and body': () => send({ query: { random: null }, rawBody: '{' }),
        });
      },
    },
    'OBS-032': {
      question: 'How far ahead of time may a UserSig be signed?',
      source: ['tls-sig-api-v2'],
      needs: ['secret-key'],
      observe(context) {
        const send = (seconds: number) => () =>
          ask(context, { query: { usersig: context.sign({ ageSeconds: -seconds }) } });
        return tellCodes({ 'ten minutes': send(600), 'a day': send(86_400) });
      },
    },
  });
}
