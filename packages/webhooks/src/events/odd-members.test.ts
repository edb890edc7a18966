import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../create-receiver.ts';
import { queryFor, readSent as read, status, step } from '../testing/open-receiver.ts';
import { isStatusCommand, webhookCommands } from '../v1/contract.ts';

function isSame(...sent: readonly (readonly [command: string, body: unknown])[]): boolean {
  return new Set(sent.map(([command, body]) => read(command, body).fingerprint)).size === 1;
}

describe('a known command is an event of its own, whatever its body lacks', () => {
  test.each(webhookCommands)('%s with each member left out', (command) => {
    const body = isStatusCommand(command) ? status : step;
    for (const name of Object.keys(body)) {
      const event = read(command, { ...body, [name]: undefined });
      expect(event).toMatchObject({ command, misfits: [] });
      expect(event).not.toHaveProperty(name);
    }
    expect(read(command, {})).toMatchObject({ command, misfits: [] });
  });

  test.each([
    ['an empty id', { CallId: '' }, { CallId: '' }],
    ['a negative time', { AcceptTs: -1 }, { AcceptTs: -1 }],
    ['a negative number of people', { TotalNum: -1 }, { TotalNum: -1 }],
  ])('%s is what was sent, and no misfit', (_, change, wanted) => {
    expect(read('normal_end', { ...status, ...change })).toMatchObject({ ...wanted, misfits: [] });
  });
});

describe('a member of another type is reported beside the event', () => {
  test.each([
    ['digits in place of a number', { TotalNum: '2' }, 'an integer', 'a string of digits', 2],
    ['negative digits', { AcceptTs: '-1' }, 'an integer', 'a string of digits', -1],
    ['a time as text', { EventTime: '1704856885' }, 'an integer', 'a string of digits', 1704856885],
    [
      'more digits than a number holds',
      { TotalNum: '9007199254740993' },
      'an integer',
      'a string',
      undefined,
    ],
    ['a text in place of a number', { TotalNum: 'two' }, 'an integer', 'a string', undefined],
    ['an empty text', { TotalNum: '' }, 'an integer', 'an empty string', undefined],
    ['an exponent', { TotalNum: '1e3' }, 'an integer', 'a string', undefined],
    ['a fraction', { EventTime: 1.5 }, 'an integer', 'a number', undefined],
    ['a boolean', { TotalNum: true }, 'an integer', 'a boolean', undefined],
    ['a room number', { RoomId: 123456 }, 'a string', 'an integer', '123456'],
    ['a fraction in place of a text', { RoomId: 1.5 }, 'a string', 'a number', undefined],
    ['an object', { UserId: { id: 'alice' } }, 'a string', 'an object', undefined],
    ['an array', { UserId: ['alice'] }, 'a string', 'an array', undefined],
    ['a number in place of a word', { Role: 1.5 }, 'one of "caller", "callee"', 'a number', undefined],
  ])('%s: %j', (_, change, expected, got, value) => {
    const [name = ''] = Object.keys(change);
    const event = read('normal_end', { ...status, ...change });
    expect(event).toMatchObject({ command: 'normal_end', misfits: [{ pointer: `/${name}`, expected, got }] });
    expect(Reflect.get(event, name)).toBe(value);
    expect(event.raw.body[name], 'what was sent').toEqual(Reflect.get(change, name));
  });

  test('a number with more digits than JSON.parse keeps is not read', () => {
    const { RoomId: _, ...rest } = status;
    const event = read('normal_end', `{"RoomId":9007199254740993,${JSON.stringify(rest).slice(1)}`);
    expect(event).toMatchObject({ misfits: [{ pointer: '/RoomId', got: 'a number' }] });
    expect(event).not.toHaveProperty('RoomId');
  });

  test('a member that is there twice is not read: which of the two was meant is unknown', () => {
    const event = read('normal_end', `{"CallId":"a",${JSON.stringify(status).slice(1)}`);
    expect(event).toMatchObject({
      command: 'normal_end',
      misfits: [{ pointer: '/CallId', expected: 'a string', got: 'more than one value' }],
    });
    expect(event).not.toHaveProperty('CallId');
  });
});

describe('the fingerprint of an odd body', () => {
  const member = fc.oneof(
    fc.constant(undefined),
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('', '2', -1),
  );
  const odd = fc.record(
    Object.fromEntries(Object.keys({ ...status, ...step }).map((name) => [name, member])),
  );

  test('is the same for a repetition, and another one for another value', () => {
    const names = fc.constantFrom(...Object.keys(status));
    fc.assert(
      fc.property(fc.constantFrom(...webhookCommands), odd, names, (command, body, name) => {
        expect(isSame([command, body], [command, JSON.stringify(body, null, 1)])).toBe(true);
        expect(isSame([command, body], [command, { ...body, [name]: 'another value' }])).toBe(false);
      }),
    );
  });

  test.each([
    [
      'two calls whose id has another name',
      ['normal_end', { ...status, CallId: undefined, CallID: 'a' }],
      ['normal_end', { ...status, CallId: undefined, CallID: 'b' }],
    ],
    [
      'two calls with an empty id',
      ['normal_end', { ...status, CallId: '', CallID: 'a' }],
      ['normal_end', { ...status, CallId: '', CallID: 'b' }],
    ],
    ['digits and the number', ['normal_end', { ...status, TotalNum: '2' }], ['normal_end', status]],
    [
      'two steps that do not say what happened',
      ['caller_start_call', { ...step, Event: undefined }],
      ['caller_call_accepted', { ...step, Event: undefined }],
    ],
    ['two endings without a body', ['normal_end', {}], ['cancel', {}]],
  ] as const)('tells apart %s', (_, one, other) => {
    expect(isSame(one, other)).toBe(false);
  });

  test('does not depend on the command where the body says what happened', () => {
    const { MediaType: _, ...rest } = status;
    expect(isSame(['normal_end', rest], ['cancel', rest])).toBe(true);
  });
});

describe('a byte order mark', () => {
  const mark = '\ufeff';
  const { CallId: _, ...rest } = status;
  const withId = (written: string) => `{"CallId":${written},${JSON.stringify(rest).slice(1)}`;
  const query = queryFor('normal_end');

  test.each([
    ['a documented body', Buffer.from(JSON.stringify(status))],
    ['a body with a long number', Buffer.from(withId('9007199254740993'))],
    ['a body with a byte that is not UTF-8', Buffer.from(withId('"\xff"'), 'latin1')],
    ['a body that counts as a whole', Buffer.from('{"Event":"new_step","a":1}')],
  ])('before %s changes neither the event nor its identity', (_name, body) => {
    const marked = Buffer.concat([Buffer.from(mark), body]);
    expect(marked.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(parseEvent(query, body)).toHaveProperty('fingerprint');
    expect(parseEvent(query, marked)).toEqual(parseEvent(query, body));
  });

  test('is taken once, only at the beginning, and not out of a member', () => {
    const misread = { misread: 'not-json' };
    expect(parseEvent(query, `${mark}${JSON.stringify(status)}`)).toMatchObject({ command: 'normal_end' });
    expect(parseEvent(query, `${mark}${mark}${JSON.stringify(status)}`)).toMatchObject(misread);
    expect(parseEvent(query, ` ${mark}${JSON.stringify(status)}`)).toMatchObject(misread);
    expect(parseEvent(query, mark)).toMatchObject(misread);
    expect(
      isSame(['normal_end', { ...status, CallId: `${mark}a` }], ['normal_end', { ...status, CallId: 'a' }]),
    ).toBe(false);
  });
});

// A change of these digests would have every event handled again that comes again.
test.each([
  ['normal_end', status, 'JN9N8d5sFeo3ksBPdydYofwd9C1uKm5rxmKofizGrjY'],
  ['caller_start_call', step, '4iXytcJMKTHmLmuhBV8ju-IR9e0aO8lRGWTW3Cg6J-U'],
  ['normal_end', { ...status, CallResult: '' }, '3r50WM0vsRZfPSZmDNcr-tF-IxzBRo-DM7SBUi5jWvU'],
  ['normal_end', { ...status, Event: 5 }, 'Zxub_q3mXgU2h3nBYix-BQxuK3KOD89kwixxVoPY8H0'],
  ['invite_user', { ...step, Event: 'invite_user' }, '4qzZ3h9CeRYE-xGB_c1KlYJgVmrbYJw4bMaE_gu9mlg'],
  ['call_end', {}, '226QE4JKQ1AdCd4DZnjKwyx-8OMOnxpmqepYpxqnJfw'],
])('the fingerprint of a body is pinned: %s %j', (command, body, fingerprint) => {
  expect(read(command, body).fingerprint).toBe(fingerprint);
});
