import { webhooks } from '@trtc-call/spec/v1';
import { expectThat } from '../expect.ts';
import { describeCode, expectAcknowledged } from './expect-answer.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';

const everyCommand = [...webhooks.status.commands, ...webhooks.event.commands];

/** How a receiver answers. */
export const answers: readonly ReceiverRequirement[] = [
  {
    id: 'V1-RCA-001',
    level: 'MUST',
    sentence: `A webhook of each of the ${webhooks.status.commands.length} words of the status family is acknowledged.`,
    source: [60130, 60135],
    async check({ webhook, send }) {
      for (const command of webhooks.status.commands) {
        expectAcknowledged(await send(webhook(command)), command);
      }
    },
  },
  {
    id: 'V1-RCA-002',
    level: 'MUST',
    sentence: `A webhook of each of the ${webhooks.event.commands.length} words of the event family is acknowledged.`,
    source: [60129, 60135],
    decision: ['V1-U-25'],
    async check({ webhook, send }) {
      for (const command of webhooks.event.commands) {
        expectAcknowledged(await send(webhook(command)), command);
      }
    },
  },
  {
    id: 'V1-RCA-003',
    level: 'MUST',
    sentence: 'An acknowledgement has HTTP status 200 and is a JSON object whose ErrorCode is the number 0.',
    source: [60130],
    decision: ['V1-U-45'],
    async check({ webhook, send }) {
      const { status, json, text } = await send(webhook('normal_end'));
      expectThat(status === 200, 'HTTP 200', `HTTP ${status}`);
      const code: unknown = Object(json).ErrorCode;
      const got = json === undefined ? JSON.stringify(text.slice(0, 100)) : `ErrorCode ${describeCode(code)}`;
      expectThat(code === 0, 'a JSON object with the number 0 as ErrorCode', `${got}`);
    },
  },
  {
    id: 'V1-RCA-004',
    level: 'SHOULD',
    sentence: 'An answer has an ErrorMessage that is a string.',
    source: [60130],
    async check({ webhook, send }) {
      const message: unknown = Object((await send(webhook('normal_end'))).json).ErrorMessage;
      expectThat(typeof message === 'string', 'a string as ErrorMessage', JSON.stringify(message) ?? 'none');
    },
  },
  {
    id: 'V1-RCA-005',
    level: 'SHOULD',
    sentence: 'An answer says in its Content-Type that it is JSON.',
    source: [60130],
    decision: ['V1-U-45'],
    async check({ webhook, send }) {
      const { contentType } = await send(webhook('normal_end'));
      expectThat(contentType === 'application/json', 'application/json', `"${contentType}"`);
    },
  },
  {
    id: 'V1-RCA-006',
    level: 'MUST',
    sentence: 'The receiver answers within its time limit.',
    source: [60130],
    decision: ['V1-U-23', 'V1-U-45'],
    async check({ webhook, send, target }) {
      // The slowest of some: a first request may wake a receiver up.
      await send(webhook('normal_end'));
      for (const command of everyCommand) {
        const { took } = await send(webhook(command));
        const within = took <= target.answerWithin;
        expectThat(
          within,
          `an answer to ${command} within ${target.answerWithin} ms`,
          `one after ${Math.round(took)} ms`,
        );
      }
    },
  },
  {
    id: 'V1-RCA-007',
    level: 'MUST',
    sentence: 'A second webhook on the same connection is acknowledged too.',
    source: [60130],
    async check({ webhook, send }) {
      expectAcknowledged(await send(webhook('caller_start_call')), 'the first webhook of a connection');
      for (let time = 0; time < 3; time += 1) {
        expectAcknowledged(await send(webhook('caller_call_end')), 'a later webhook of a connection');
      }
    },
  },
];
