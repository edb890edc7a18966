import { expectThat } from '../expect.ts';
import { expectAcknowledged, expectHandled, expectNotAcknowledged } from './expect-answer.ts';
import { createId, type ReceiverGeneration } from './receiver-generation.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';

/** What is the same for receivers of each generation: how they answer, each event once, and what they tolerate. */
export function listCommon(generation: ReceiverGeneration): readonly ReceiverRequirement[] {
  const { ended, samples, everyCommand, families, query, repeatedLevel, bodySource } = generation;
  const state = (key: `${string}-${string}`, source = generation.source) => ({
    id: createId(generation, key),
    source,
    decision: generation.decisions[key] ?? [],
  });
  return [
    {
      ...state('RCA-005'),
      level: 'SHOULD',
      sentence: 'An answer says in its Content-Type that it is JSON.',
      async check({ webhook, send }) {
        const { contentType } = await send(webhook(ended));
        expectThat(contentType === 'application/json', 'application/json', `"${contentType}"`);
      },
    },
    {
      ...state('RCA-006'),
      level: repeatedLevel,
      sentence: 'The receiver answers within its time limit.',
      async check({ webhook, send, target }) {
        // A first request may wake a receiver up.
        await send(webhook(ended));
        for (const command of everyCommand) {
          const { took } = await send(webhook(command));
          const expected = `an answer to ${command} within ${target.answerWithin} ms`;
          expectThat(took <= target.answerWithin, expected, `one after ${Math.round(took)} ms`);
        }
      },
    },
    {
      ...state('RCA-007'),
      level: 'MUST',
      sentence: 'A second webhook on the same connection is acknowledged too.',
      async check({ webhook, send }) {
        for (const command of [ended, ...samples, ended])
          expectAcknowledged(await send(webhook(command)), `a ${command} on a connection with several`);
      },
    },
    {
      ...state('RCO-001'),
      level: repeatedLevel,
      sentence: 'A repetition of a webhook that was acknowledged is acknowledged.',
      async check({ webhook, send }) {
        const sent = webhook(ended);
        expectAcknowledged(await send(sent), 'a webhook');
        expectAcknowledged(await send(sent), 'its repetition');
      },
    },
    {
      ...state('RCO-002', bodySource),
      level: 'MUST',
      sentence: 'A webhook that is acknowledged is handled.',
      needs: ['effects'],
      async check({ webhook, send, handled }) {
        for (const command of samples) {
          const sent = webhook(command);
          expectAcknowledged(await send(sent), command);
          expectHandled(await handled(sent, 1), 1, command);
        }
      },
    },
    {
      ...state('RCO-003'),
      level: repeatedLevel,
      sentence: 'A webhook that comes three times, one behind the other, is handled once.',
      needs: ['effects'],
      async check({ webhook, send, handled }) {
        for (const command of samples) {
          const sent = webhook(command);
          await send(sent);
          await send(sent);
          await handled(sent, 1);
          await send(sent);
          expectHandled(await handled(sent, 1), 1, `a ${command} that came three times`);
        }
      },
    },
    {
      ...state('RCO-004'),
      level: repeatedLevel,
      sentence: 'A webhook that comes ten times at the same moment is handled once.',
      needs: ['effects'],
      async check({ webhook, send, handled }) {
        const sent = webhook(ended);
        await Promise.all(Array.from({ length: 10 }, () => send(sent)));
        await handled(sent, 1);
        expectAcknowledged(await send(sent), 'a repetition behind them');
        expectHandled(await handled(sent, 1), 1, 'a webhook that came eleven times');
      },
    },
    {
      ...state('RCO-005'),
      level: repeatedLevel,
      sentence:
        'A webhook whose repetition has another client address and platform in its query is handled once.',
      needs: ['effects'],
      async check({ webhook, send, handled }) {
        const sent = webhook(ended);
        await send(sent);
        const other = { [query.address]: '203.0.113.9', [query.platform]: 'Web' };
        await send({ ...sent, query: { ...sent.query, ...other } });
        expectHandled(await handled(sent, 1), 1, 'a webhook that came by another address as well');
      },
    },
    {
      ...state('RCO-008'),
      level: repeatedLevel,
      sentence: 'A webhook whose handler fails is not acknowledged.',
      needs: ['failing-user'],
      async check({ webhook, send, target }) {
        const sent = webhook(ended, generation.nameUser(target.failingUser));
        expectNotAcknowledged(await send(sent), 'a webhook whose handler fails');
      },
    },
    {
      ...state('RCO-009'),
      level: repeatedLevel,
      sentence: 'A webhook whose handler has failed is handled when it comes again.',
      needs: ['failing-user'],
      async check({ webhook, send, target, handled }) {
        const sent = webhook(ended, generation.nameUser(target.failingUser));
        await send(sent);
        expectAcknowledged(await send(sent), 'the repetition of a webhook whose handler has failed');
        if (target.effects)
          expectHandled(await handled(sent, 1), 1, 'a webhook whose handler failed at first');
      },
    },
    {
      ...state('RCT-010'),
      level: repeatedLevel,
      sentence: 'An undocumented platform and query parameter are acknowledged.',
      async check({ webhook, send }) {
        const sent = webhook(ended);
        const changed = { ...sent.query, [query.platform]: 'HarmonyOS', [query.unknown]: '7' };
        expectAcknowledged(await send({ ...sent, query: changed }), 'a query with an unknown parameter');
      },
    },
    {
      ...state('RCT-011'),
      level: 'SHOULD',
      sentence: 'A webhook without a Content-Type header is acknowledged.',
      async check({ webhook, send }) {
        const answer = await send(webhook(ended), { contentType: null });
        expectAcknowledged(answer, 'a webhook without a Content-Type header');
      },
    },
    {
      ...state('RCT-013', bodySource),
      level: 'SHOULD',
      sentence: 'A webhook that lacks one of its members, whichever, is acknowledged.',
      async check({ webhook, send }) {
        for (const [command, members] of families) {
          for (const name of members) {
            const answer = await send(webhook(command, { [name]: undefined }));
            expectAcknowledged(answer, `a ${command} without ${name}`);
          }
        }
      },
    },
  ];
}
