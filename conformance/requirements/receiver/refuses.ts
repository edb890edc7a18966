import { createWebhook, findQueryNames } from '@trtc-call/webhooks/send';
import { NoAnswerError } from '../expect.ts';
import { expectHandled, expectNextAcknowledged, expectNotAcknowledged } from './expect-answer.ts';
import { defineReceiver, type ReceiverGeneration, type ReceiverRequirement } from './generation.ts';
import type { ReceiverContext } from './receiver-context.ts';

/** What must not be taken for a webhook of the vendor. */
export function listRefusals(generation: ReceiverGeneration): readonly ReceiverRequirement[] {
  const { ended, querySource: source } = generation;
  const makeForeign = ({ webhook, target }: ReceiverContext) => ({
    ...createWebhook({ command: ended, sdkAppId: target.sdkAppId + 1 }),
    body: webhook(ended).body,
  });
  return defineReceiver(generation, {
    'RCR-001': {
      sentence: 'A webhook of another app is not handled.',
      source,
      needs: ['effects'],
      async check(context) {
        const sent = makeForeign(context);
        await context.send(sent);
        const own = context.webhook(ended);
        // When what came behind it is handled, it would have been too.
        await context.send(own);
        await context.handled(own, 1);
        await expectHandled(context, sent, 'a webhook of another app', 0);
      },
    },
    'RCR-002': {
      level: 'SHOULD',
      sentence: 'A webhook of another app is not acknowledged.',
      source,
      async check(context) {
        expectNotAcknowledged(await context.send(makeForeign(context)), 'a webhook of another app');
      },
    },
    'RCR-003': {
      level: 'SHOULD',
      sentence: 'A webhook that names no app, or two, is not acknowledged.',
      source,
      async check({ webhook, send, target }) {
        const own = String(target.sdkAppId);
        for (const apps of [[], [own, String(target.sdkAppId + 1)], ['']]) {
          const sent = webhook(ended);
          const query = replaceApp(sent.query, apps);
          expectNotAcknowledged(await send(sent, { query }), `the query ${query}`);
        }
      },
    },
    'RCR-004': {
      sentence: 'A body that is not a JSON object is answered, and not acknowledged.',
      async check(context) {
        const sent = context.webhook(ended);
        const whole = JSON.stringify(sent.body);
        for (const rawBody of ['', whole.slice(0, -9), '[]', '"text"', 'null', 'CallId=1', '\u0000\uFFFD{']) {
          const answer = await context.send(sent, { rawBody });
          expectNotAcknowledged(answer, `the body ${JSON.stringify(rawBody.slice(0, 40))}`);
        }
        await expectNextAcknowledged(context, ended, 'bodies that are not a JSON object');
      },
    },
    'RCR-005': {
      level: 'SHOULD',
      sentence: 'A request by another method than POST is answered, and not acknowledged.',
      source,
      async check({ webhook, send }) {
        for (const options of [{ method: 'GET', rawBody: '' }, { method: 'PUT' }]) {
          expectNotAcknowledged(await send(webhook(ended), options), `a request by ${options.method}`);
        }
      },
    },
    'RCR-006': {
      level: 'SHOULD',
      sentence:
        'A body of eight mebibytes is not acknowledged, and does not keep the next webhook from being so.',
      async check(context) {
        const sent = context.webhook(ended, { RoomId: 'x'.repeat(8 * 1024 * 1024) });
        try {
          expectNotAcknowledged(await context.send(sent), 'a body of eight mebibytes');
        } catch (error) {
          // A connection that is closed before all has come is a refusal too.
          if (!(error instanceof NoAnswerError)) throw error;
        }
        await expectNextAcknowledged(context, ended, 'a body of eight mebibytes');
      },
    },
    'RCR-007': {
      sentence: 'Bytes that are not HTTP do not keep the next webhook from being acknowledged.',
      async check(context) {
        const long = `POST / HTTP/1.1\r\n${'x'.repeat(9000)}`;
        for (const bytes of ['\u0000\u0001\u0002\r\n\r\n', 'POST\r\n\r\n', long]) {
          await context.sendGarbage(bytes, 500);
        }
        await expectNextAcknowledged(context, ended, 'bytes that are not HTTP');
      },
    },
  });
}

function replaceApp(right: Readonly<Record<string, string>>, apps: readonly string[]): string {
  const query = new URLSearchParams(right);
  const names = findQueryNames(query);
  if (!names) throw new TypeError('a webhook names its app and command');
  query.delete(names.app);
  for (const app of apps) query.append(names.app, app);
  return query.toString();
}
