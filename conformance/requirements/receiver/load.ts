import { expectThat, NoAnswerError } from '../expect.ts';
import { expectAcknowledged, expectHandled, expectNextAcknowledged } from './expect-answer.ts';
import { createId, type ReceiverGeneration } from './receiver-generation.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';

const hundred = Array.from({ length: 100 }, (_, number) => number);

/** Many at a time, and those that never end. */
export const listLoad = (generation: ReceiverGeneration): readonly ReceiverRequirement[] => [
  {
    id: createId(generation, 'RCL-001'),
    level: 'MUST',
    sentence: 'A hundred webhooks at the same moment are all acknowledged.',
    source: generation.source,
    async check({ webhook, send }) {
      const answers = await Promise.all(hundred.map(() => send(webhook(generation.ended))));
      const [refused] = answers.filter(({ isAcknowledged }) => !isAcknowledged);
      const count = answers.filter(({ isAcknowledged }) => isAcknowledged).length;
      if (refused) expectAcknowledged(refused, `each of a hundred (${count} were)`);
    },
  },
  {
    id: createId(generation, 'RCL-002'),
    level: 'MUST',
    sentence: 'Of a hundred webhooks at the same moment each is handled once.',
    source: generation.source,
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      const sent = hundred.map(() => webhook(generation.ended));
      await Promise.all(sent.map((one) => send(one)));
      for (const one of sent) expectHandled(await handled(one, 1), 1, 'each of a hundred webhooks');
    },
  },
  {
    id: createId(generation, 'RCL-003'),
    level: 'MUST',
    sentence:
      'Twenty requests whose bodies do not come keep no other webhook from being acknowledged in time.',
    source: generation.source,
    async check({ webhook, send, target }) {
      const stuck = Array.from({ length: 20 }, () =>
        send(webhook(generation.ended), { rawBody: '{"CallId":', announcedLength: 200, within: 3000 }).catch(
          () => {},
        ),
      );
      const { took, ...answer } = await send(webhook(generation.ended));
      expectAcknowledged({ ...answer, took }, 'a webhook beside requests whose bodies do not come');
      expectThat(
        took <= target.answerWithin,
        `an answer within ${target.answerWithin} ms beside slow requests`,
        `${Math.round(took)} ms`,
      );
      await Promise.all(stuck);
    },
  },
  {
    id: createId(generation, 'RCL-004'),
    level: 'SHOULD',
    sentence: 'A request whose body does not come is ended, within 30 seconds.',
    source: generation.source,
    async check(context) {
      const { webhook, send, target } = context;
      const { endWithin } = target;
      const options = { rawBody: '{"CallId":', announcedLength: 200, within: endWithin };
      const ended = await send(webhook(generation.ended), options).then(
        () => true,
        (error: unknown) => {
          // What it was that ended the wait, and not a clock: a timer may fire a moment early or late.
          if (error instanceof NoAnswerError) return !error.timedOut;
          throw error;
        },
      );
      expectThat(ended, `an answer or an end of the connection within ${endWithin / 1000} s`, 'none');
      // A receiver that is gone ends its connections too.
      await expectNextAcknowledged(context, generation.ended, 'a request whose body did not come');
    },
  },
  {
    id: createId(generation, 'RCL-005'),
    level: 'MUST',
    sentence:
      'A connection that is closed amid a body does not keep the next webhooks from being acknowledged.',
    source: generation.source,
    async check(context) {
      const { webhook, send } = context;
      for (let time = 0; time < 3; time += 1) {
        await send(webhook(generation.ended), {
          rawBody: '{"CallId":',
          announcedLength: 200,
          within: 200,
        }).catch(() => {});
        await expectNextAcknowledged(context, generation.ended, 'a connection that was closed amid a body');
      }
    },
  },
];
