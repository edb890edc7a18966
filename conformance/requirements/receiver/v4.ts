import { webhooks } from '@trtc-call/spec/v4';
import { webhookCommandsV4 } from '@trtc-call/webhooks/send';
import { expectThat } from '../expect.ts';
import {
  acknowledges,
  expectAcknowledged,
  expectAcknowledgement,
  expectBothHandled,
  expectHandled,
  type Sent,
} from './expect-answer.ts';
import { defineReceiver, v4 } from './generation.ts';

const {
  start: {
    commands: [started],
  },
  member: {
    commands: [changed],
    members: { ChangedUserList },
  },
  end: {
    commands: [ended],
  },
} = webhooks;
const { words, spellings } = ChangedUserList.items.members.ActionType;

const changeBy = (user: string, action = 'Accept') => ({
  ChangedUserList: [{ User_Account: user, ActionType: action }],
});

const answers = defineReceiver(v4, {
  'RCA-001': {
    sentence: `A webhook of each of the ${webhookCommandsV4.length} commands is acknowledged.`,
    source: [68934, 68940, 68941, 69215],
    check: acknowledges(...webhookCommandsV4.map((command): Sent => [command])),
  },
  'RCA-003': {
    sentence:
      'An acknowledgement has HTTP status 200 and is a JSON object with the ActionStatus OK, an ErrorInfo and the number 0 as ErrorCode.',
    decision: ['V4-U-41'],
    async check({ webhook, send }) {
      const { ActionStatus, ErrorInfo } = expectAcknowledgement(await send(webhook(ended)));
      const [status, info] = [ActionStatus, ErrorInfo].map((value) => JSON.stringify(value) ?? 'none');
      expectThat(ActionStatus === 'OK', 'the text OK as ActionStatus', `${status}`);
      expectThat(typeof ErrorInfo === 'string', 'a text as ErrorInfo', `${info}`);
    },
  },
});

/** Each event once. Nothing says that v4 repeats webhooks, and a network may. */
const once = defineReceiver(v4, {
  'RCO-007': {
    sentence: 'The start, the changes and the end of one call are all handled, in whichever order they come.',
    source: [68940, 68941, 69215],
    decision: ['V4-U-36'],
    needs: ['effects'],
    async check(context) {
      const { webhook, send } = context;
      const first = webhook(changed, changeBy('bob'));
      const { CallId }: Readonly<Record<string, unknown>> = Object(first.body);
      const others = [
        webhook(ended, { CallRecord: { CallId } }),
        webhook(changed, { CallId, ...changeBy('alice', 'HangUp') }),
        webhook(started, { CallInfo: { CallId } }),
      ];
      for (const sent of [first, ...others]) expectAcknowledged(await send(sent), 'a webhook of a call');
      await expectHandled(context, first, 'a call with four webhooks', 4);
    },
  },
  'RCO-010': {
    sentence: 'Two changes of a call that differ in the user alone, or in the time alone, are both handled.',
    source: [69215],
    decision: ['V4-U-37'],
    needs: ['effects'],
    async check(context) {
      for (const change of [changeBy('carol'), { EventTime: 1700000000000 }]) {
        const sent = context.webhook(changed, changeBy('bob'));
        await expectBothHandled(context, sent, change, `that differ in ${Object.keys(change)}`);
      }
    },
  },
});

/** What may come, since the pages print it or do not rule it out. */
const tolerates = defineReceiver(v4, {
  'RCT-001': {
    level: 'SHOULD',
    sentence: 'An undocumented command is acknowledged.',
    source: [68934],
    async check({ webhook, send }) {
      const sent = webhook('Call.CallbackAfterHold', {}, 'v4');
      expectAcknowledged(await send(sent), 'an unknown command');
    },
  },
  'RCT-002': {
    level: 'SHOULD',
    sentence: 'A body with undocumented members is acknowledged.',
    source: [68940],
    decision: ['V4-U-37'],
    check: acknowledges([
      ended,
      { Region: 'eu', CallRecord: { Devices: [{ Os: 'x' }] } },
      'a body with unknown members',
    ]),
  },
  'RCT-003': {
    sentence: 'A start webhook with CallMediaType, as its sample has it, is acknowledged.',
    source: [68941],
    decision: ['V4-09', 'V4-11'],
    check: acknowledges([
      started,
      { CallInfo: { MediaType: undefined, CallMediaType: 'Audio' } },
      'a start with CallMediaType',
    ]),
  },
  'RCT-004': {
    sentence: 'Accounts that are numbers beyond 2^53, as a sample has them, are acknowledged.',
    source: [68941],
    decision: ['V4-10'],
    async check({ webhook, send }) {
      const sent = webhook(started, { UserList: [{ User_Account: 'account', Status: 'Calling' }] });
      const rawBody = JSON.stringify(sent.body).replace('"account"', '144115212830834855');
      expectAcknowledged(await send(sent, { rawBody }), 'a start with a number as account');
    },
  },
  'RCT-005': {
    sentence: 'Every spelling of ActionType on the pages is acknowledged.',
    source: [69215],
    decision: ['V4-12', 'V4-13'],
    check: acknowledges(
      ...[...words, ...Object.keys(spellings)].map(
        (action): Sent => [changed, changeBy('bob', action), `the action ${action}`],
      ),
    ),
  },
  'RCT-006': {
    sentence: 'The CallResult Offline, which only webhooks have, is acknowledged.',
    source: [68940],
    decision: ['V4-06'],
    check: acknowledges([ended, { CallRecord: { CallResult: 'Offline' } }, 'the result Offline']),
  },
  'RCT-007': {
    level: 'SHOULD',
    sentence: 'A CallResult that is a number, as a table types it, is acknowledged.',
    source: [68940],
    decision: ['V4-05'],
    check: acknowledges([ended, { CallRecord: { CallResult: 3 } }, 'the result 3']),
  },
  'RCT-008': {
    sentence: 'An end that is dated before its call, as the sample is, is acknowledged.',
    source: [68940],
    decision: ['V4-17'],
    check: acknowledges([ended, { EventTime: 1703589922780 }, 'an end of 2023']),
  },
  'RCT-016': {
    level: 'SHOULD',
    sentence: 'A query that is joined to that of the address by a second question mark is read.',
    source: ['647/130510'],
    decision: ['V4-U-39'],
    async check({ webhook, send }) {
      const sent = webhook(ended);
      const query = `tenant=1?${new URLSearchParams(sent.query)}`;
      expectAcknowledged(await send(sent, { query }), 'a webhook behind a second question mark');
    },
  },
  'RCT-017': {
    level: 'MAY',
    sentence:
      'A request without a command, as the console may send one to verify the address, is answered by HTTP 200.',
    source: ['647/130510'],
    decision: ['V4-U-42'],
    async check({ webhook, send }) {
      for (const method of ['GET', 'POST']) {
        const { status } = await send(webhook(ended), { method, query: '', rawBody: '' });
        expectThat(status === 200, `HTTP 200 to a ${method} without a command`, `HTTP ${status}`);
      }
    },
  },
});

export const onlyV4 = [...answers, ...once, ...tolerates];
