import { expectThat, NoAnswerError } from '../expect.ts';
import {
  expectAcknowledged,
  expectHandled,
  expectNextAcknowledged,
  expectNotAcknowledged,
} from './expect-answer.ts';
import { defineReceiver, type ReceiverGeneration, type ReceiverRequirement } from './generation.ts';

const hundred = Array.from({ length: 100 }, (_, number) => number);
/** A body of which the rest never comes. */
const cutBody = { rawBody: '{"CallId":', announcedLength: 200 };

/** What is the same for receivers of each generation: how they answer, each event once, and what they tolerate. */
export function listCommon(generation: ReceiverGeneration): readonly ReceiverRequirement[] {
  const { ended, samples, everyCommand, families, query, repeatedLevel: level, bodySource } = generation;
  return defineReceiver(generation, {
    'RCA-005': {
      level: 'SHOULD',
      sentence: 'An answer says in its Content-Type that it is JSON.',
      async check({ webhook, send }) {
        const { contentType } = await send(webhook(ended));
        expectThat(contentType === 'application/json', 'application/json', `"${contentType}"`);
      },
    },
    'RCA-006': {
      level,
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
    'RCA-007': {
      sentence: 'A second webhook on the same connection is acknowledged too.',
      async check({ webhook, send }) {
        for (const command of [ended, ...samples, ended])
          expectAcknowledged(await send(webhook(command)), `a ${command} on a connection with several`);
      },
    },
    'RCO-001': {
      level,
      sentence: 'A repetition of a webhook that was acknowledged is acknowledged.',
      async check({ webhook, send }) {
        const sent = webhook(ended);
        expectAcknowledged(await send(sent), 'a webhook');
        expectAcknowledged(await send(sent), 'its repetition');
      },
    },
    'RCO-002': {
      source: bodySource,
      sentence: 'A webhook that is acknowledged is handled.',
      needs: ['effects'],
      async check(context) {
        for (const command of samples) {
          const sent = context.webhook(command);
          expectAcknowledged(await context.send(sent), command);
          await expectHandled(context, sent, command);
        }
      },
    },
    'RCO-003': {
      level,
      sentence: 'A webhook that comes three times, one behind the other, is handled once.',
      needs: ['effects'],
      async check(context) {
        for (const command of samples) {
          const sent = context.webhook(command);
          await context.send(sent);
          await context.send(sent);
          await context.handled(sent, 1);
          await context.send(sent);
          await expectHandled(context, sent, `a ${command} that came three times`);
        }
      },
    },
    'RCO-004': {
      level,
      sentence: 'A webhook that comes ten times at the same moment is handled once.',
      needs: ['effects'],
      async check(context) {
        const sent = context.webhook(ended);
        await Promise.all(hundred.slice(0, 10).map(() => context.send(sent)));
        await context.handled(sent, 1);
        expectAcknowledged(await context.send(sent), 'a repetition behind them');
        await expectHandled(context, sent, 'a webhook that came eleven times');
      },
    },
    'RCO-005': {
      level,
      sentence:
        'A webhook whose repetition has another client address and platform in its query is handled once.',
      needs: ['effects'],
      async check(context) {
        const sent = context.webhook(ended);
        await context.send(sent);
        const other = { [query.address]: '203.0.113.9', [query.platform]: 'Web' };
        await context.send({ ...sent, query: { ...sent.query, ...other } });
        await expectHandled(context, sent, 'a webhook that came by another address as well');
      },
    },
    'RCO-008': {
      level,
      sentence: 'A webhook whose handler fails is not acknowledged.',
      needs: ['failing-user'],
      async check({ webhook, send, target }) {
        const sent = webhook(ended, generation.nameUser(target.failingUser));
        expectNotAcknowledged(await send(sent), 'a webhook whose handler fails');
      },
    },
    'RCO-009': {
      level,
      sentence: 'A webhook whose handler has failed is handled when it comes again.',
      needs: ['failing-user'],
      async check(context) {
        const { webhook, send, target } = context;
        const sent = webhook(ended, generation.nameUser(target.failingUser));
        await send(sent);
        expectAcknowledged(await send(sent), 'the repetition of a webhook whose handler has failed');
        if (target.effects) await expectHandled(context, sent, 'a webhook whose handler failed at first');
      },
    },
    'RCT-010': {
      level,
      sentence: 'An undocumented platform and query parameter are acknowledged.',
      async check({ webhook, send }) {
        const sent = webhook(ended);
        const changed = { ...sent.query, [query.platform]: 'HarmonyOS', [query.unknown]: '7' };
        expectAcknowledged(await send({ ...sent, query: changed }), 'a query with an unknown parameter');
      },
    },
    'RCT-011': {
      level: 'SHOULD',
      sentence: 'A webhook without a Content-Type header is acknowledged.',
      async check({ webhook, send }) {
        const answer = await send(webhook(ended), { contentType: null });
        expectAcknowledged(answer, 'a webhook without a Content-Type header');
      },
    },
    'RCT-013': {
      source: bodySource,
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
    'RCL-001': {
      sentence: 'A hundred webhooks at the same moment are all acknowledged.',
      async check({ webhook, send }) {
        const answers = await Promise.all(hundred.map(() => send(webhook(ended))));
        const refused = answers.filter(({ isAcknowledged }) => !isAcknowledged);
        const count = answers.length - refused.length;
        for (const answer of refused) expectAcknowledged(answer, `each of a hundred (${count} were)`);
      },
    },
    'RCL-002': {
      sentence: 'Of a hundred webhooks at the same moment each is handled once.',
      needs: ['effects'],
      async check(context) {
        const sent = hundred.map(() => context.webhook(ended));
        await Promise.all(sent.map((webhook) => context.send(webhook)));
        for (const webhook of sent) await expectHandled(context, webhook, 'each of a hundred webhooks');
      },
    },
    'RCL-003': {
      sentence:
        'Twenty requests whose bodies do not come keep no other webhook from being acknowledged in time.',
      async check({ webhook, send, target: { answerWithin } }) {
        const stuck = hundred
          .slice(0, 20)
          .map(() => send(webhook(ended), { ...cutBody, within: 3000 }).catch(() => {}));
        const answer = await send(webhook(ended));
        expectAcknowledged(answer, 'a webhook beside requests whose bodies do not come');
        const expected = `an answer within ${answerWithin} ms beside slow requests`;
        expectThat(answer.took <= answerWithin, expected, `${Math.round(answer.took)} ms`);
        await Promise.all(stuck);
      },
    },
    'RCL-004': {
      level: 'SHOULD',
      sentence: 'A request whose body does not come is ended, within 30 seconds.',
      async check(context) {
        const { webhook, send, target } = context;
        const { endWithin } = target;
        const hasEnded = await send(webhook(ended), { ...cutBody, within: endWithin }).then(
          () => true,
          (error: unknown) => {
            // What it was that ended the wait, and not a clock: a timer may fire a moment early or late.
            if (error instanceof NoAnswerError) return !error.timedOut;
            throw error;
          },
        );
        expectThat(hasEnded, `an answer or an end of the connection within ${endWithin / 1000} s`, 'none');
        // A receiver that is gone ends its connections too.
        await expectNextAcknowledged(context, ended, 'a request whose body did not come');
      },
    },
    'RCL-005': {
      sentence:
        'A connection that is closed amid a body does not keep the next webhooks from being acknowledged.',
      async check(context) {
        const { webhook, send } = context;
        for (let time = 0; time < 3; time += 1) {
          await send(webhook(ended), { ...cutBody, within: 200 }).catch(() => {});
          await expectNextAcknowledged(context, ended, 'a connection that was closed amid a body');
        }
      },
    },
  });
}
