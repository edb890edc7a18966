import { webhooks } from '@trtc-call/spec/v1';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent, readQuery } from '../create-receiver.ts';
import { readSent as event, queryFor, status, step } from '../testing/open-receiver.ts';
import { webhookCommands } from '../v1/contract.ts';

/** Whole numbers that another value can be made of. */
const seconds = fc.integer({ min: 1, max: 2 ** 31 });
const statusBody = fc.record({
  UserId: fc.string(),
  RoomId: fc.string(),
  TotalNum: seconds,
  MediaType: fc.constantFrom('audio', 'video'),
  CallType: fc.constantFrom('single', 'group'),
  CallId: fc.string({ minLength: 1 }),
  Role: fc.constantFrom('caller', 'callee'),
  CallResult: fc.constantFrom(...webhooks.status.members.CallResult.words),
  EventTime: seconds,
  StartCallTs: seconds,
});

describe('the query', () => {
  test.each([
    ['', 'SdkAppid is missing'],
    ['sdkappid=1&command=a&sdkappid=1', 'sdkappid is there more than once'],
    ['sdkappid=1&command=a&command=b', 'command is there more than once'],
    ['sdkappid=0&command=a', 'sdkappid is not a whole number'],
    ['sdkappid=1e3&command=a', 'sdkappid is not a whole number'],
    ['SdkAppId=1&command=a', 'sdkappid is missing'],
    ['sdkappid=1&command=', 'command is missing'],
    ['sdkappid=1&command=a&contenttype=xml', 'contenttype is not json'],
  ])('%j is refused: %s', (search, detail) => {
    expect(readQuery(search)).toMatchObject({ detail });
  });

  test('whatever it is, it is read without an error', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }));
    fc.assert(fc.property(units, (sent) => void readQuery(String.fromCharCode(...sent))));
  });

  test('a member of every object is not taken for a parameter', () => {
    expect(readQuery('command=a&__proto__=1')).toMatchObject({ detail: 'sdkappid is missing' });
    expect(readQuery('sdkappid=1&command=a&toString=x')).toMatchObject({ raw: { toString: 'x' } });
  });

  test('is decoded, and of a repeated parameter counts the first', () => {
    const raw = { x: 'a b', y: 'ü' };
    expect(readQuery('sdkappid=1&command=a&x=a+b&y=%C3%BC&x=c')).toMatchObject({ raw });
  });
});

describe('an event', () => {
  test('has the wire’s names, and the original beside them', () => {
    const read = event('normal_end', { ...status, MediaType: 'Audio', Extra: [1] }, '&clientip=127.0.0.1');
    expect(read).toMatchObject({
      family: 'status',
      command: 'normal_end',
      sdkappid: 1400000000,
      clientip: '127.0.0.1',
      MediaType: 'audio',
      raw: { body: { MediaType: 'Audio', Extra: [1] }, query: { contenttype: 'json' } },
    });
    expect(read).not.toHaveProperty('Extra');
    expect(read).not.toHaveProperty('optplatform');
  });

  test.each([
    ['status', 'normal_end'],
    ['event', 'caller_start_call'],
  ] as const)('the examples of the family %s fit', (family, command) => {
    for (const body of Object.values(webhooks[family].examples)) {
      expect(event(command, body)).toMatchObject({ family, misfits: [] });
    }
  });

  test('of an unknown command is an unknown event', () => {
    const read = event('call_end', status);
    expect(read).toMatchObject({ family: 'unknown', command: '*', word: 'call_end', misfits: [] });
  });

  test('is refused where the body is not an object, or is nested too deeply', () => {
    for (const body of ['null', '1', '"text"', JSON.stringify([status])]) {
      expect(parseEvent(queryFor('normal_end'), body)).toMatchObject({ misread: 'unknown-shape' });
    }
    const deep = `{"deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const read = parseEvent(queryFor('normal_end'), deep);
    expect(read).toMatchObject({ misread: 'unknown-shape', detail: 'the body is nested too deeply' });
  });

  test('is read of any JSON without an error', () => {
    const command = fc.oneof(fc.constantFrom(...webhookCommands), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(command, fc.jsonValue(), (word, body) => {
        parseEvent({ ...queryFor('normal_end'), command: word }, JSON.stringify(body));
      }),
    );
  });
});

describe('the fingerprint', () => {
  test('is the same whatever the query, the order, the spelling and undocumented members', () => {
    const noise = fc.record({
      command: fc.constantFrom(...webhookCommands, 'call_end', 'other'),
      more: fc.constantFrom('', '&clientip=10.0.0.1', '&optplatform=iOS&x=1'),
      extra: fc.dictionary(
        fc.string({ minLength: 1 }).map((name) => `x${name}`),
        fc.jsonValue(),
      ),
      isCapital: fc.boolean(),
      isReversed: fc.boolean(),
    });
    fc.assert(
      fc.property(statusBody, noise, (body, { command, more, extra, isCapital, isReversed }) => {
        const spelt = isCapital
          ? { ...body, CallResult: capital(body.CallResult), Role: capital(body.Role) }
          : body;
        const entries = Object.entries({ ...spelt, ...extra });
        const sent = Object.fromEntries(isReversed ? entries.reverse() : entries);
        const { fingerprint } = event(command, sent, more);
        expect(fingerprint).toBe(event(body.CallResult, body).fingerprint);
      }),
    );
  });

  test('is another one when any documented member is', () => {
    fc.assert(
      fc.property(statusBody, statusBody, fc.constantFrom(...Object.keys(status)), (one, other, name) => {
        const changed = { ...one, [name]: Reflect.get(other, name) };
        const isSame = Reflect.get(one, name) === Reflect.get(other, name);
        const before = event(one.CallResult, one).fingerprint;
        expect(event(one.CallResult, changed).fingerprint === before).toBe(isSame);
      }),
    );
  });

  test('tells apps apart, and a member that is there from one that is not', () => {
    const other = { ...queryFor('normal_end'), sdkappid: 1400000001 };
    const read = parseEvent(other, JSON.stringify(status));
    expect(read).not.toMatchObject({ fingerprint: event('normal_end', status).fingerprint });
    const { AcceptTs: _, ...without } = status;
    expect(event('normal_end', without).fingerprint).not.toBe(event('normal_end', status).fingerprint);
  });

  test('takes an empty result for an absent one', () => {
    const { CallResult: _, ...without } = step;
    const same = [step, without, { ...step, CallResult: null }].map((body) =>
      event('caller_start_call', body),
    );
    expect(new Set(same.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  test('of an unlisted word counts the whole body, in any order', () => {
    const invited = { ...step, Event: 'invite_user', Invitee: { id: 1, name: 'b' } };
    const reordered = { Invitee: { name: 'b', id: 1 }, ...step, Event: 'invite_user' };
    const { fingerprint } = event('invite_user', invited);
    expect(event('invite_user', reordered).fingerprint).toBe(fingerprint);
    expect(event('invite_user', { ...invited, Invitee: { id: 2, name: 'b' } }).fingerprint).not.toBe(
      fingerprint,
    );
  });
});

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
