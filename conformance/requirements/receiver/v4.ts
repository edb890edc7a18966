import { webhooks } from '@trtc-call/spec/v4';
import { webhookCommandsV4 } from '@trtc-call/webhooks/send';
import { expectThat } from '../expect.ts';
import { describeCode, expectAcknowledged, expectHandled } from './expect-answer.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';

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
const { words: actions, spellings } = ChangedUserList.items.members.ActionType;

const changeBy = (user: string, action = 'Accept') => ({
  ChangedUserList: [{ User_Account: user, ActionType: action }],
});

/** How a receiver of v4 answers. */
const answers: readonly ReceiverRequirement[] = [
  {
    id: 'V4-RCA-001',
    level: 'MUST',
    sentence: `A webhook of each of the ${webhookCommandsV4.length} commands is acknowledged.`,
    source: [68934, 68940, 68941, 69215],
    async check({ webhook, send }) {
      for (const command of webhookCommandsV4) expectAcknowledged(await send(webhook(command)), command);
    },
  },
  {
    id: 'V4-RCA-003',
    level: 'MUST',
    sentence:
      'An acknowledgement has HTTP status 200 and is a JSON object with the ActionStatus OK, an ErrorInfo and the number 0 as ErrorCode.',
    source: [68933],
    decision: ['V4-U-41'],
    async check({ webhook, send }) {
      const { status, json, text } = await send(webhook(ended));
      expectThat(status === 200, 'HTTP 200', `HTTP ${status}`);
      const { ActionStatus, ErrorInfo, ErrorCode }: Readonly<Record<string, unknown>> = Object(json);
      const code =
        json === undefined ? JSON.stringify(text.slice(0, 100)) : `ErrorCode ${describeCode(ErrorCode)}`;
      expectThat(ErrorCode === 0, 'a JSON object with the number 0 as ErrorCode', code);
      expectThat(
        ActionStatus === 'OK',
        'the text OK as ActionStatus',
        JSON.stringify(ActionStatus) ?? 'none',
      );
      expectThat(typeof ErrorInfo === 'string', 'a text as ErrorInfo', JSON.stringify(ErrorInfo) ?? 'none');
    },
  },
];

/** Each event once. Nothing says that v4 repeats webhooks, and a network may. */
const once: readonly ReceiverRequirement[] = [
  {
    id: 'V4-RCO-007',
    level: 'MUST',
    sentence: 'The start, the changes and the end of one call are all handled, in whichever order they come.',
    source: [68940, 68941, 69215],
    decision: ['V4-U-36'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      const first = webhook(changed, changeBy('bob'));
      const { CallId }: Readonly<Record<string, unknown>> = Object(first.body);
      const others = [
        webhook(ended, { CallRecord: { CallId } }),
        webhook(changed, { CallId, ...changeBy('alice', 'HangUp') }),
        webhook(started, { CallInfo: { CallId } }),
      ];
      for (const each of [first, ...others]) expectAcknowledged(await send(each), 'a webhook of a call');
      expectHandled(await handled(first, 4), 4, 'a call with four webhooks');
    },
  },
  {
    id: 'V4-RCO-010',
    level: 'MUST',
    sentence: 'Two changes of a call that differ in the user alone, or in the time alone, are both handled.',
    source: [69215],
    decision: ['V4-U-37'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      for (const change of [changeBy('carol'), { EventTime: 1700000000000 }]) {
        const [member = ''] = Object.keys(change);
        const first = webhook(changed, changeBy('bob'));
        const second = { ...first, body: { ...Object(first.body), ...change } };
        expectAcknowledged(await send(first), 'the first of two changes');
        expectAcknowledged(await send(second), `a change with another ${member}`);
        expectHandled(await handled(first, 2), 2, `a call with two changes that differ in ${member}`);
      }
    },
  },
];

/** What may come, since the pages print it or do not rule it out. */
const tolerates: readonly ReceiverRequirement[] = [
  {
    id: 'V4-RCT-001',
    level: 'SHOULD',
    sentence: 'An undocumented command is acknowledged.',
    source: [68934],
    async check({ webhook, send }) {
      const sent = webhook('Call.CallbackAfterHold', {}, 'v4');
      expectAcknowledged(await send(sent), 'an unknown command');
    },
  },
  {
    id: 'V4-RCT-002',
    level: 'SHOULD',
    sentence: 'A body with undocumented members is acknowledged.',
    source: [68940],
    decision: ['V4-U-37'],
    async check({ webhook, send }) {
      const sent = webhook(ended, { Region: 'eu', CallRecord: { Devices: [{ Os: 'x' }] } });
      expectAcknowledged(await send(sent), 'a body with unknown members');
    },
  },
  {
    id: 'V4-RCT-003',
    level: 'MUST',
    sentence: 'A start webhook with CallMediaType, as its sample has it, is acknowledged.',
    source: [68941],
    decision: ['V4-09', 'V4-11'],
    async check({ webhook, send }) {
      const sent = webhook(started, { CallInfo: { MediaType: undefined, CallMediaType: 'Audio' } });
      expectAcknowledged(await send(sent), 'a start with CallMediaType');
    },
  },
  {
    id: 'V4-RCT-004',
    level: 'MUST',
    sentence: 'Accounts that are numbers beyond 2^53, as a sample has them, are acknowledged.',
    source: [68941],
    decision: ['V4-10'],
    async check({ webhook, send }) {
      const sent = webhook(started, { UserList: [{ User_Account: 'account', Status: 'Calling' }] });
      const rawBody = JSON.stringify(sent.body).replace('"account"', '144115212830834855');
      expectAcknowledged(await send(sent, { rawBody }), 'a start with a number as account');
    },
  },
  {
    id: 'V4-RCT-005',
    level: 'MUST',
    sentence: 'Every spelling of ActionType on the pages is acknowledged.',
    source: [69215],
    decision: ['V4-12', 'V4-13'],
    async check({ webhook, send }) {
      for (const action of [...actions, ...Object.keys(spellings)])
        expectAcknowledged(await send(webhook(changed, changeBy('bob', action))), `the action ${action}`);
    },
  },
  {
    id: 'V4-RCT-006',
    level: 'MUST',
    sentence: 'The CallResult Offline, which only webhooks have, is acknowledged.',
    source: [68940],
    decision: ['V4-06'],
    async check({ webhook, send }) {
      const sent = webhook(ended, { CallRecord: { CallResult: 'Offline' } });
      expectAcknowledged(await send(sent), 'the result Offline');
    },
  },
  {
    id: 'V4-RCT-007',
    level: 'SHOULD',
    sentence: 'A CallResult that is a number, as a table types it, is acknowledged.',
    source: [68940],
    decision: ['V4-05'],
    async check({ webhook, send }) {
      expectAcknowledged(await send(webhook(ended, { CallRecord: { CallResult: 3 } })), 'the result 3');
    },
  },
  {
    id: 'V4-RCT-008',
    level: 'MUST',
    sentence: 'An end that is dated before its call, as the sample is, is acknowledged.',
    source: [68940],
    decision: ['V4-17'],
    async check({ webhook, send }) {
      expectAcknowledged(await send(webhook(ended, { EventTime: 1703589922780 })), 'an end of 2023');
    },
  },
  {
    id: 'V4-RCT-016',
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
  {
    id: 'V4-RCT-017',
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
];

/** What is asked of receivers of v4 alone. */
export const ofV4: readonly ReceiverRequirement[] = [...answers, ...once, ...tolerates];
