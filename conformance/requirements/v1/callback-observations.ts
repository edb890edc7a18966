import { clear } from './callback-state.ts';
import { describeAnswer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import { defineQuestions, type Observation } from './check/requirement.ts';

const mutate = ['mutate-callback'] as const;
const address = 'https://callback.example.com/conformance';

/** What the pages leave open of the callback configuration. */
export const callbackObservations: readonly Observation[] = defineQuestions(
  { source: [60134], operations: ['setCallback'], needs: mutate },
  [
    {
      id: 'V1-OBS-009',
      question: 'How is the callback read where none is configured?',
      decision: ['V1-20', 'V1-U-19'],
      source: [60133],
      operations: ['getCallback'],
      async observe(context) {
        await clear(context);
        const answer = await context.send('getCallback', {});
        return `${describeAnswer(answer)}, data ${JSON.stringify(readEnvelope(answer).data)}`;
      },
    },
    {
      id: 'V1-OBS-010',
      question: 'How is the callback removed where none is configured?',
      decision: ['V1-20', 'V1-U-21'],
      source: [60131],
      operations: ['deleteCallback'],
      async observe(context) {
        await clear(context);
        return describeAnswer(await context.send('deleteCallback', {}));
      },
    },
    {
      id: 'V1-OBS-011',
      question: 'Is an unknown command word accepted as an action?',
      decision: ['V1-U-17'],
      source: [60134, 60135],
      async observe(context) {
        return describeAnswer(await context.send('setCallback', { address, actions: ['no_such_word'] }));
      },
    },
    {
      id: 'V1-OBS-012',
      question: 'Is an empty list of actions accepted?',
      decision: ['V1-U-18'],
      async observe(context) {
        return describeAnswer(await context.send('setCallback', { address, actions: [] }));
      },
    },
    {
      id: 'V1-OBS-013',
      question: 'How long an address is accepted?',
      decision: ['V1-U-15'],
      async observe(context) {
        const seen = [256, 2048, 8192].map(async (length) => {
          const body = { address: address.padEnd(length, 'x'), actions: ['cancel'] };
          return `${length}: ${readCode(await context.send('setCallback', body))}`;
        });
        return (await Promise.all(seen)).join('; ');
      },
    },
    {
      id: 'V1-OBS-027',
      question: 'Is an action kept twice that is set twice?',
      decision: ['V1-U-16'],
      operations: ['setCallback', 'getCallback'],
      async observe(context) {
        const set = await context.send('setCallback', { address, actions: ['cancel', 'cancel'] });
        if (readCode(set) !== 0) return describeAnswer(set);
        const { actions } = readMembers(readEnvelope(await context.send('getCallback', {})).data);
        return JSON.stringify(actions) ?? 'absent';
      },
    },
  ],
);
