import { webhooks } from '@trtc-call/spec/v1';
import { expectAcknowledged } from './expect-answer.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';

/** What may come, whatever the pages say: a receiver that refuses it loses it after six attempts. */
export const tolerates: readonly ReceiverRequirement[] = [
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
    id: 'V1-RCT-010',
    level: 'MUST',
    sentence: 'An undocumented platform and query parameter are acknowledged.',
    source: [60130],
    async check({ webhook, send }) {
      const sent = webhook('normal_end');
      const query = { ...sent.query, optplatform: 'HarmonyOS', sequence: '7' };
      expectAcknowledged(await send({ ...sent, query }), 'a query with an unknown parameter');
    },
  },
  {
    id: 'V1-RCT-011',
    level: 'SHOULD',
    sentence: 'A webhook without a Content-Type header is acknowledged.',
    source: [60130],
    decision: ['V1-U-45'],
    async check({ webhook, send }) {
      const answer = await send(webhook('normal_end'), { contentType: null });
      expectAcknowledged(answer, 'a webhook without a Content-Type header');
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
    id: 'V1-RCT-013',
    level: 'SHOULD',
    sentence: 'A webhook that lacks one of its members, whichever, is acknowledged.',
    source: [60129, 60130],
    decision: ['V1-U-52'],
    async check({ webhook, send }) {
      for (const [command, { members }] of [
        ['normal_end', webhooks.status],
        ['caller_call_end', webhooks.event],
      ] as const) {
        for (const name of Object.keys(members)) {
          const answer = await send(webhook(command, { [name]: undefined }));
          expectAcknowledged(answer, `a ${command} without ${name}`);
        }
      }
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
