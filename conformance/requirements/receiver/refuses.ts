import { createWebhook } from '@trtc-call/webhooks/send';
import { NoAnswerError } from '../expect.ts';
import { expectHandled, expectNextAcknowledged, expectNotAcknowledged } from './expect-answer.ts';
import type { ReceiverContext } from './receiver-context.ts';
import { createId, type ReceiverGeneration, writeQuery } from './receiver-generation.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';

/** A webhook of an app that is not the receiver's. */
function ofAnotherApp({ webhook, target }: ReceiverContext, { ended }: ReceiverGeneration) {
  const { body } = webhook(ended);
  return { ...createWebhook({ command: ended, sdkAppId: target.sdkAppId + 1 }), body };
}

/** What must not be taken for a webhook of the vendor. */
export const listRefusals = (generation: ReceiverGeneration): readonly ReceiverRequirement[] => [
  {
    id: createId(generation, 'RCR-001'),
    level: 'MUST',
    sentence: 'A webhook of another app is not handled.',
    source: generation.querySource,
    decision: generation.appDecision,
    needs: ['effects'],
    async check(context) {
      const { send, webhook, handled } = context;
      const sent = ofAnotherApp(context, generation);
      await send(sent);
      const own = webhook(generation.ended);
      // When what came behind it is handled, it would have been too.
      await send(own);
      await handled(own, 1);
      expectHandled(await handled(sent, 0), 0, 'a webhook of another app');
    },
  },
  {
    id: createId(generation, 'RCR-002'),
    level: 'SHOULD',
    sentence: 'A webhook of another app is not acknowledged.',
    source: generation.querySource,
    decision: generation.appDecision,
    async check(context) {
      expectNotAcknowledged(
        await context.send(ofAnotherApp(context, generation)),
        'a webhook of another app',
      );
    },
  },
  {
    id: createId(generation, 'RCR-003'),
    level: 'SHOULD',
    sentence: 'A webhook that names no app, or two, is not acknowledged.',
    source: generation.querySource,
    async check(context) {
      const { webhook, send, target } = context;
      const own = String(target.sdkAppId);
      for (const app of [null, [own, String(target.sdkAppId + 1)], '']) {
        const query = writeQuery(context, generation, { app });
        expectNotAcknowledged(await send(webhook(generation.ended), { query }), `the query ${query}`);
      }
    },
  },
  {
    id: createId(generation, 'RCR-004'),
    level: 'MUST',
    sentence: 'A body that is not a JSON object is answered, and not acknowledged.',
    source: generation.source,
    async check(context) {
      const { webhook, send } = context;
      const sent = webhook(generation.ended);
      const whole = JSON.stringify(sent.body);
      for (const rawBody of ['', whole.slice(0, -9), '[]', '"text"', 'null', 'CallId=1', '\u0000\uFFFD{']) {
        const answer = await send(sent, { rawBody });
        expectNotAcknowledged(answer, `the body ${JSON.stringify(rawBody.slice(0, 40))}`);
      }
      await expectNextAcknowledged(context, generation.ended, 'bodies that are not a JSON object');
    },
  },
  {
    id: createId(generation, 'RCR-005'),
    level: 'SHOULD',
    sentence: 'A request by another method than POST is answered, and not acknowledged.',
    source: generation.querySource,
    async check({ webhook, send }) {
      for (const method of ['GET', 'PUT']) {
        const answer = await send(webhook(generation.ended), {
          method,
          ...(method === 'GET' && { rawBody: '' }),
        });
        expectNotAcknowledged(answer, `a request by ${method}`);
      }
    },
  },
  {
    id: createId(generation, 'RCR-006'),
    level: 'SHOULD',
    sentence:
      'A body of eight mebibytes is not acknowledged, and does not keep the next webhook from being so.',
    source: generation.source,
    async check(context) {
      const { webhook, send } = context;
      const sent = webhook(generation.ended, { RoomId: 'x'.repeat(8 * 1024 * 1024) });
      try {
        expectNotAcknowledged(await send(sent), 'a body of eight mebibytes');
      } catch (error) {
        // A connection that is closed before all has come is a refusal too.
        if (!(error instanceof NoAnswerError)) throw error;
      }
      await expectNextAcknowledged(context, generation.ended, 'a body of eight mebibytes');
    },
  },
  {
    id: createId(generation, 'RCR-007'),
    level: 'MUST',
    sentence: 'Bytes that are not HTTP do not keep the next webhook from being acknowledged.',
    source: generation.source,
    async check(context) {
      const { sendGarbage } = context;
      for (const bytes of [
        '\u0000\u0001\u0002\r\n\r\n',
        'POST\r\n\r\n',
        `POST / HTTP/1.1\r\n${'x'.repeat(9000)}`,
      ]) {
        await sendGarbage(bytes, 500);
      }
      await expectNextAcknowledged(context, generation.ended, 'bytes that are not HTTP');
    },
  },
];
