import { webhooks } from '@trtc-call/spec/v1';
import { expectThat } from '../expect.ts';
import {
  acknowledges,
  expectAcknowledged,
  expectAcknowledgement,
  expectBothHandled,
  expectHandled,
  type Sent,
} from './expect-answer.ts';
import { defineReceiver, v1 } from './generation.ts';

const { status, event } = webhooks;
const none = undefined;

const answers = defineReceiver(v1, {
  'RCA-001': {
    sentence: `A webhook of each of the ${status.commands.length} words of the status family is acknowledged.`,
    source: [60130, 60135],
    check: acknowledges(...status.commands.map((command): Sent => [command])),
  },
  'RCA-002': {
    sentence: `A webhook of each of the ${event.commands.length} words of the event family is acknowledged.`,
    source: [60129, 60135],
    decision: ['V1-U-25'],
    check: acknowledges(...event.commands.map((command): Sent => [command])),
  },
  'RCA-003': {
    sentence: 'An acknowledgement has HTTP status 200 and is a JSON object whose ErrorCode is the number 0.',
    decision: ['V1-U-45'],
    check: async ({ webhook, send }) => void expectAcknowledgement(await send(webhook('normal_end'))),
  },
  'RCA-004': {
    level: 'SHOULD',
    sentence: 'An answer has an ErrorMessage that is a string.',
    async check({ webhook, send }) {
      const message: unknown = Object((await send(webhook('normal_end'))).json).ErrorMessage;
      expectThat(typeof message === 'string', 'a string as ErrorMessage', JSON.stringify(message) ?? 'none');
    },
  },
});

/** Each event once: the vendor repeats, has no delivery id, and gives up after twelve seconds. */
const once = defineReceiver(v1, {
  'RCO-006': {
    level: 'SHOULD',
    sentence: 'A webhook whose repetition has capitals where the first had none is handled once.',
    decision: ['V1-23', 'V1-U-44'],
    needs: ['effects'],
    async check(context) {
      const sent = context.webhook('normal_end');
      await context.send(sent);
      const body = { ...Object(sent.body), MediaType: 'Audio', CallType: 'Single', Role: 'Caller' };
      await context.send({ ...sent, body });
      await expectHandled(context, sent, 'a webhook in two spellings');
    },
  },
  'RCO-007': {
    sentence: 'The webhooks of the two sides of one call are both handled.',
    decision: ['V1-U-44'],
    needs: ['effects'],
    async check(context) {
      const sent = context.webhook('normal_end', { UserId: 'alice', Role: 'caller' });
      await expectBothHandled(context, sent, { UserId: 'bob', Role: 'callee' }, 'of its two sides');
    },
  },
  'RCO-010': {
    sentence: 'Two webhooks of a call that differ in the user alone, or in the time alone, are both handled.',
    decision: ['V1-U-44'],
    needs: ['effects'],
    async check(context) {
      for (const change of [{ UserId: 'carol' }, { EventTime: 1700000000 }]) {
        const sent = context.webhook('not_answer', { UserId: 'bob', Role: 'callee' });
        await expectBothHandled(context, sent, change, `that differ in ${Object.keys(change)}`);
      }
    },
  },
  'RCO-011': {
    sentence:
      'A webhook that comes ten times while its handler fails is acknowledged only when it is handled, and handled once.',
    decision: ['V1-U-44'],
    needs: ['failing-user', 'effects'],
    async check(context) {
      const { webhook, send, target } = context;
      const sent = webhook('normal_end', { UserId: target.failingUser });
      const replies = await Promise.all(Array.from({ length: 10 }, () => send(sent)));
      if (replies.some(({ isAcknowledged }) => isAcknowledged)) {
        await expectHandled(context, sent, 'a webhook of which a repetition was acknowledged');
      }
      await send(sent);
      await expectHandled(context, sent, 'a webhook that came again when its handler had failed');
    },
  },
  'RCO-012': {
    level: 'SHOULD',
    sentence: 'A webhook with an odd member that is acknowledged is handled, once.',
    decision: ['V1-U-52'],
    needs: ['effects'],
    async check(context) {
      for (const change of [{ TotalNum: '2' }, { MediaType: none }, { AcceptTs: -1 }]) {
        const what = `a webhook with an odd ${Object.keys(change)}`;
        const sent = context.webhook('normal_end', change);
        expectAcknowledged(await context.send(sent), what);
        await context.send(sent);
        await expectHandled(context, sent, `${what} that came twice`);
      }
    },
  },
  'RCO-013': {
    level: 'SHOULD',
    sentence: 'Two webhooks that lack the same member and differ in another are both handled.',
    decision: ['V1-U-44', 'V1-U-52'],
    needs: ['effects'],
    async check(context) {
      for (const missing of ['MediaType', 'EventTime', 'Role']) {
        const sent = context.webhook('normal_end', { UserId: 'alice', [missing]: none });
        await expectBothHandled(context, sent, { UserId: 'bob' }, `without ${missing}`);
      }
    },
  },
});

const { MediaType, CallType, Role, CallResult } = status.examples['not-answered'];
const { EventTime, StartCallTs, AcceptTs, EndTs } = event.examples.printed;

/** What may come, whatever the pages say: a receiver that refuses it loses it after six attempts. */
const tolerates = defineReceiver(v1, {
  'RCT-001': {
    sentence: 'An undocumented command word is acknowledged.',
    source: [60135],
    decision: ['V1-22', 'V1-30'],
    check: acknowledges(
      ['call_end', {}, 'the unknown command call_end'],
      ['callee_call_parked', {}, 'the unknown command callee_call_parked'],
    ),
  },
  'RCT-002': {
    sentence: 'A body with undocumented members is acknowledged.',
    decision: ['V1-U-36'],
    check: acknowledges([
      'normal_end',
      { Region: 'eu', Devices: [{ Os: 'x', Version: 3 }] },
      'a body with unknown members',
    ]),
  },
  'RCT-003': {
    sentence: 'Words in the capitals of the English tables are acknowledged.',
    decision: ['V1-23'],
    check: acknowledges(['not_answer', { MediaType, CallType, Role, CallResult }, 'a body with capitals']),
  },
  'RCT-004': {
    sentence: 'The older form without CallType is acknowledged.',
    source: ['269/96182'],
    decision: ['V1-40'],
    check: acknowledges(['normal_end', { CallType: none }, 'a body without CallType']),
  },
  'RCT-005': {
    sentence: 'An event webhook without MediaType is acknowledged.',
    source: [60129],
    decision: ['V1-29', 'V1-U-26'],
    check: acknowledges(['caller_start_call', { MediaType: none }, 'an event without MediaType']),
  },
  'RCT-006': {
    sentence: 'A status webhook of an unanswered call, without its three times, is acknowledged.',
    decision: ['V1-26'],
    check: acknowledges([
      'not_answer',
      { StartCallTs: none, AcceptTs: none, EndTs: none },
      'a call without times',
    ]),
  },
  'RCT-007': {
    sentence: 'An event that is said to have happened before its call began is acknowledged.',
    source: [60129],
    decision: ['V1-27'],
    check: acknowledges([
      'caller_start_call',
      { EventTime, StartCallTs, AcceptTs, EndTs },
      'an event before the start of its call',
    ]),
  },
  'RCT-008': {
    sentence: 'An EventTime of nine digits, as the page prints it, is acknowledged.',
    decision: ['V1-28'],
    check: acknowledges(['normal_end', { EventTime: 170485688 }, 'an EventTime of 1975']),
  },
  'RCT-009': {
    sentence: 'The webhooks of one call are acknowledged in whichever order they come.',
    source: [60129, 60130],
    decision: ['V1-U-24', 'V1-U-46'],
    async check(context) {
      const CallId = `${Date.now()}-${Math.random()}`;
      const commands = ['normal_end', 'caller_call_end', 'caller_call_accepted', 'caller_start_call'];
      for (const command of commands) {
        await acknowledges([command, { CallId }, `${command} out of order`])(context);
      }
    },
  },
  'RCT-012': {
    sentence: 'Names in any script, with quotes, marks and emoji, are acknowledged.',
    decision: ['V1-U-38'],
    check: acknowledges([
      'normal_end',
      { UserId: 'O\'Brien "李" \\ 👩‍👩‍👧', RoomId: '<b>%00\u0000;--</b>' },
      'a body with names in any script',
    ]),
  },
  'RCT-014': {
    level: 'SHOULD',
    sentence: 'A number that is sent as text, and a text that is sent as a number, are acknowledged.',
    decision: ['V1-U-52'],
    check: acknowledges(
      ['normal_end', { TotalNum: '2' }, 'a number of users as text'],
      ['normal_end', { EventTime: '1704856885' }, 'a time as text'],
      ['normal_end', { RoomId: 123456 }, 'a room as a number'],
    ),
  },
  'RCT-015': {
    level: 'SHOULD',
    sentence: 'An empty id and a negative time are acknowledged.',
    decision: ['V1-U-52'],
    check: acknowledges(
      ['normal_end', { CallId: '' }, 'an empty CallId'],
      ['normal_end', { RoomId: '' }, 'an empty RoomId'],
      ['normal_end', { AcceptTs: -1 }, 'a negative AcceptTs'],
    ),
  },
});

export const onlyV1 = [...answers, ...once, ...tolerates];
