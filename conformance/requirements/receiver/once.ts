import { expectAcknowledged, expectHandled, expectNotAcknowledged } from './expect-answer.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';

/** Each event once: the vendor repeats, has no delivery id, and gives up after twelve seconds. */
export const once: readonly ReceiverRequirement[] = [
  {
    id: 'V1-RCO-001',
    level: 'MUST',
    sentence: 'A repetition of a webhook that was acknowledged is acknowledged.',
    source: [60130],
    decision: ['V1-U-24'],
    async check({ webhook, send }) {
      const sent = webhook('normal_end');
      expectAcknowledged(await send(sent), 'a webhook');
      expectAcknowledged(await send(sent), 'its repetition');
    },
  },
  {
    id: 'V1-RCO-002',
    level: 'MUST',
    sentence: 'A webhook that is acknowledged is handled.',
    source: [60130],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      for (const command of ['normal_end', 'callee_receive_call']) {
        const sent = webhook(command);
        expectAcknowledged(await send(sent), command);
        expectHandled(await handled(sent, 1), 1, command);
      }
    },
  },
  {
    id: 'V1-RCO-003',
    level: 'MUST',
    sentence: 'A webhook that comes twice, one behind the other, is handled once.',
    source: [60130],
    decision: ['V1-U-24', 'V1-U-44'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      const sent = webhook('normal_end');
      await send(sent);
      await send(sent);
      await handled(sent, 1);
      await send(sent);
      expectHandled(await handled(sent, 1), 1, 'a webhook that came three times');
    },
  },
  {
    id: 'V1-RCO-004',
    level: 'MUST',
    sentence: 'A webhook that comes ten times at the same moment is handled once.',
    source: [60130],
    decision: ['V1-U-24', 'V1-U-44'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      const sent = webhook('normal_end');
      await Promise.all(Array.from({ length: 10 }, () => send(sent)));
      await handled(sent, 1);
      expectAcknowledged(await send(sent), 'a repetition behind them');
      expectHandled(await handled(sent, 1), 1, 'a webhook that came eleven times');
    },
  },
  {
    id: 'V1-RCO-005',
    level: 'MUST',
    sentence:
      'A webhook whose repetition has another client address and platform in its query is handled once.',
    source: [60130],
    decision: ['V1-U-44'],
    needs: ['effects'],
    async check({ webhook, send, handled }) {
      const sent = webhook('normal_end');
      await send(sent);
      await send({ ...sent, query: { ...sent.query, clientip: '203.0.113.9', optplatform: 'Web' } });
      expectHandled(await handled(sent, 1), 1, 'a webhook that came by another address as well');
    },
  },
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
    id: 'V1-RCO-008',
    level: 'MUST',
    sentence: 'A webhook whose handler fails is not acknowledged.',
    source: [60130],
    needs: ['failing-user'],
    async check({ webhook, send, target }) {
      const sent = webhook('normal_end', { UserId: target.failingUser });
      expectNotAcknowledged(await send(sent), 'a webhook whose handler fails');
    },
  },
  {
    id: 'V1-RCO-009',
    level: 'MUST',
    sentence: 'A webhook whose handler has failed is handled when it comes again.',
    source: [60130],
    needs: ['failing-user'],
    async check({ webhook, send, target, handled }) {
      const sent = webhook('normal_end', { UserId: target.failingUser });
      await send(sent);
      expectAcknowledged(await send(sent), 'the repetition of a webhook whose handler has failed');
      if (target.effects) expectHandled(await handled(sent, 1), 1, 'a webhook whose handler failed at first');
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
