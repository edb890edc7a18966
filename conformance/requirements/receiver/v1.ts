import { webhooks } from '@trtc-call/spec/v1';
import { expectThat } from '../expect.ts';
import { describeCode, expectAcknowledged, expectHandled } from './expect-answer.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';

/** How a receiver of v1 answers. */
const answers: readonly ReceiverRequirement[] = [
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
];

/** Each event once: the vendor repeats, has no delivery id, and gives up after twelve seconds. */
const once: readonly ReceiverRequirement[] = [
  {
    id: 'V1-RCO-006',
    level: 'SHOULD',
    sentence: 'A webhook whose repetition has capitals where the first had none is handled once.',
    source: [60130],
    decision: ['V1-23', 'V1-U-44'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      const sent = webhook('normal_end');
      await send(sent);
      const body = { ...Object(sent.body), MediaType: 'Audio', CallType: 'Single', Role: 'Caller' };
      await send({ ...sent, body });
      expectHandled(await handled(sent, 1), 1, 'a webhook in two spellings');
    },
  },
  {
    id: 'V1-RCO-007',
    level: 'MUST',
    sentence: 'The webhooks of the two sides of one call are both handled.',
    source: [60130],
    decision: ['V1-U-44'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      const sent = webhook('normal_end', { UserId: 'alice', Role: 'caller' });
      const other = { ...sent, body: { ...Object(sent.body), UserId: 'bob', Role: 'callee' } };
      expectAcknowledged(await send(sent), 'the webhook of the caller');
      expectAcknowledged(await send(other), 'the webhook of the callee');
      expectHandled(await handled(sent, 2), 2, 'a call with two sides');
    },
  },
  {
    id: 'V1-RCO-010',
    level: 'MUST',
    sentence: 'Two webhooks of a call that differ in the user alone, or in the time alone, are both handled.',
    source: [60130],
    decision: ['V1-U-44'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      for (const change of [{ UserId: 'carol' }, { EventTime: 1700000000 }]) {
        const [member = ''] = Object.keys(change);
        const first = webhook('not_answer', { UserId: 'bob', Role: 'callee' });
        const second = { ...first, body: { ...Object(first.body), ...change } };
        expectAcknowledged(await send(first), 'the first of two webhooks');
        expectAcknowledged(await send(second), `a webhook with another ${member}`);
        expectHandled(await handled(first, 2), 2, `a call with two webhooks that differ in ${member}`);
      }
    },
  },
  {
    id: 'V1-RCO-011',
    level: 'MUST',
    sentence:
      'A webhook that comes ten times while its handler fails is acknowledged only when it is handled, and handled once.',
    source: [60130],
    decision: ['V1-U-44'],
    needs: ['failing-user', 'effects'],
    async check({ webhook, send, target, handled }) {
      const sent = webhook('normal_end', { UserId: target.failingUser });
      const answers = await Promise.all(Array.from({ length: 10 }, () => send(sent)));
      if (answers.some(({ isAcknowledged }) => isAcknowledged)) {
        expectHandled(await handled(sent, 1), 1, 'a webhook of which a repetition was acknowledged');
      }
      await send(sent);
      expectHandled(await handled(sent, 1), 1, 'a webhook that came again when its handler had failed');
    },
  },
  {
    id: 'V1-RCO-012',
    level: 'SHOULD',
    sentence: 'A webhook with an odd member that is acknowledged is handled, once.',
    source: [60130],
    decision: ['V1-U-52'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      for (const change of [{ TotalNum: '2' }, { MediaType: undefined }, { AcceptTs: -1 }]) {
        const [member = ''] = Object.keys(change);
        const sent = webhook('normal_end', change);
        expectAcknowledged(await send(sent), `a webhook with an odd ${member}`);
        await send(sent);
        expectHandled(await handled(sent, 1), 1, `a webhook with an odd ${member} that came twice`);
      }
    },
  },
  {
    id: 'V1-RCO-013',
    level: 'SHOULD',
    sentence: 'Two webhooks that lack the same member and differ in another are both handled.',
    source: [60130],
    decision: ['V1-U-44', 'V1-U-52'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      for (const missing of ['MediaType', 'EventTime', 'Role']) {
        const first = webhook('normal_end', { UserId: 'alice', [missing]: undefined });
        const second = { ...first, body: { ...Object(first.body), UserId: 'bob' } };
        expectAcknowledged(await send(first), `a webhook without ${missing}`);
        expectAcknowledged(await send(second), `a second webhook without ${missing}`);
        expectHandled(await handled(first, 2), 2, `a call with two webhooks without ${missing}`);
      }
    },
  },
];

/** What may come, whatever the pages say: a receiver that refuses it loses it after six attempts. */
const tolerates: readonly ReceiverRequirement[] = [
  {
    id: 'V1-RCT-001',
    level: 'MUST',
    sentence: 'An undocumented command word is acknowledged.',
    source: [60135],
    decision: ['V1-22', 'V1-30'],
    async check({ webhook, send }) {
      for (const command of ['call_end', 'callee_call_parked']) {
        expectAcknowledged(await send(webhook(command)), `the unknown command ${command}`);
      }
    },
  },
  {
    id: 'V1-RCT-002',
    level: 'MUST',
    sentence: 'A body with undocumented members is acknowledged.',
    source: [60130],
    decision: ['V1-U-36'],
    async check({ webhook, send }) {
      const sent = webhook('normal_end', { Region: 'eu', Devices: [{ Os: 'x', Version: 3 }] });
      expectAcknowledged(await send(sent), 'a body with unknown members');
    },
  },
  {
    id: 'V1-RCT-003',
    level: 'MUST',
    sentence: 'Words in the capitals of the English tables are acknowledged.',
    source: [60130],
    decision: ['V1-23'],
    async check({ webhook, send }) {
      const { MediaType, CallType, Role, CallResult } = webhooks.status.examples['not-answered'];
      const sent = webhook('not_answer', { MediaType, CallType, Role, CallResult });
      expectAcknowledged(await send(sent), 'a body with capitals');
    },
  },
  {
    id: 'V1-RCT-004',
    level: 'MUST',
    sentence: 'The older form without CallType is acknowledged.',
    source: ['269/96182'],
    decision: ['V1-40'],
    async check({ webhook, send }) {
      expectAcknowledged(
        await send(webhook('normal_end', { CallType: undefined })),
        'a body without CallType',
      );
    },
  },
  {
    id: 'V1-RCT-005',
    level: 'MUST',
    sentence: 'An event webhook without MediaType is acknowledged.',
    source: [60129],
    decision: ['V1-29', 'V1-U-26'],
    async check({ webhook, send }) {
      const sent = webhook('caller_start_call', { MediaType: undefined });
      expectAcknowledged(await send(sent), 'an event without MediaType');
    },
  },
  {
    id: 'V1-RCT-006',
    level: 'MUST',
    sentence: 'A status webhook of an unanswered call, without its three times, is acknowledged.',
    source: [60130],
    decision: ['V1-26'],
    async check({ webhook, send }) {
      const none = { StartCallTs: undefined, AcceptTs: undefined, EndTs: undefined };
      expectAcknowledged(await send(webhook('not_answer', none)), 'a call without times');
    },
  },
  {
    id: 'V1-RCT-007',
    level: 'MUST',
    sentence: 'An event that is said to have happened before its call began is acknowledged.',
    source: [60129],
    decision: ['V1-27'],
    async check({ webhook, send }) {
      const { EventTime, StartCallTs, AcceptTs, EndTs } = webhooks.event.examples.printed;
      const sent = webhook('caller_start_call', { EventTime, StartCallTs, AcceptTs, EndTs });
      expectAcknowledged(await send(sent), 'an event before the start of its call');
    },
  },
  {
    id: 'V1-RCT-008',
    level: 'MUST',
    sentence: 'An EventTime of nine digits, as the page prints it, is acknowledged.',
    source: [60130],
    decision: ['V1-28'],
    async check({ webhook, send }) {
      expectAcknowledged(await send(webhook('normal_end', { EventTime: 170485688 })), 'an EventTime of 1975');
    },
  },
  {
    id: 'V1-RCT-009',
    level: 'MUST',
    sentence: 'The webhooks of one call are acknowledged in whichever order they come.',
    source: [60129, 60130],
    decision: ['V1-U-24', 'V1-U-46'],
    async check({ webhook, send }) {
      const CallId = `${Date.now()}-${Math.random()}`;
      for (const command of ['normal_end', 'caller_call_end', 'caller_call_accepted', 'caller_start_call']) {
        expectAcknowledged(await send(webhook(command, { CallId })), `${command} out of order`);
      }
    },
  },
  {
    id: 'V1-RCT-012',
    level: 'MUST',
    sentence: 'Names in any script, with quotes, marks and emoji, are acknowledged.',
    source: [60130],
    decision: ['V1-U-38'],
    async check({ webhook, send }) {
      const sent = webhook('normal_end', {
        UserId: 'O\'Brien "李" \\ 👩‍👩‍👧',
        RoomId: '<b>%00\u0000;--</b>',
      });
      expectAcknowledged(await send(sent), 'a body with names in any script');
    },
  },
  {
    id: 'V1-RCT-014',
    level: 'SHOULD',
    sentence: 'A number that is sent as text, and a text that is sent as a number, are acknowledged.',
    source: [60130],
    decision: ['V1-U-52'],
    async check({ webhook, send }) {
      for (const change of [{ TotalNum: '2' }, { EventTime: '1704856885' }, { RoomId: 123456 }]) {
        const answer = await send(webhook('normal_end', change));
        expectAcknowledged(answer, `a body with ${JSON.stringify(change)}`);
      }
    },
  },
  {
    id: 'V1-RCT-015',
    level: 'SHOULD',
    sentence: 'An empty id and a negative time are acknowledged.',
    source: [60130],
    decision: ['V1-U-52'],
    async check({ webhook, send }) {
      for (const change of [{ CallId: '' }, { RoomId: '' }, { AcceptTs: -1 }]) {
        const answer = await send(webhook('normal_end', change));
        expectAcknowledged(answer, `a body with ${JSON.stringify(change)}`);
      }
    },
  },
];

/** What is asked of receivers of v1 alone. */
export const ofV1: readonly ReceiverRequirement[] = [...answers, ...once, ...tolerates];
