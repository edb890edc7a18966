import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../create-receiver.ts';
import { queryFor, readSent, status } from '../testing/open-receiver.ts';
import { decodeBody, encodeBody } from './read-event.ts';

const read = (body: string | Buffer) => readSent('normal_end', body);

/** The body of a status webhook with one member as it is written here; latin1, so that bytes can be written as \xff. */
function statusWith(name: keyof typeof status, written: string): Buffer {
  const { [name]: _, ...rest } = status;
  return Buffer.from(`{"${name}":${written},${JSON.stringify(rest).slice(1)}`, 'latin1');
}

const call = (written: string) => statusWith('CallId', written);

/** A body of an unlisted word, which counts as a whole. */
const unlisted = (members: string) => Buffer.from(`{"Event":"new_step",${members}}`, 'latin1');
const fingerprints = (...bodies: (string | Buffer)[]) =>
  new Set(bodies.map((body) => read(body).fingerprint)).size;

describe('two events are two', () => {
  test.each([
    ['a lone surrogate in a text', call('"\\ud800"'), call('"\\ud801"')],
    ['a lone surrogate and what UTF-8 makes of it', call('"\\ud800"'), call('"\\ufffd"')],
    [
      'the last digit of a long room number',
      statusWith('RoomId', '9007199254740993'),
      statusWith('RoomId', '9007199254740992'),
    ],
    [
      'a fraction that a double drops',
      statusWith('EventTime', '1704856885.0000000000000001'),
      statusWith('EventTime', '1704856885'),
    ],
    ['a number beyond every double, and null', unlisted('"a":1e400'), unlisted('"a":null')],
    [
      'two numbers of a thousand digits',
      unlisted(`"a":1${'0'.repeat(1000)}1`),
      unlisted(`"a":1${'0'.repeat(1000)}2`),
    ],
    ['null and absent in an unlisted step', unlisted('"a":null'), unlisted('"b":null')],
    ['a lone surrogate in a name', unlisted('"\\ud800":1'), unlisted('"\\udbff":1')],
    ['the first of a repeated member', call('"a","CallId":"x"'), call('"b","CallId":"x"')],
    ['a repeated member and a single one', call('"a","CallId":"x"'), call('"x"')],
    ['a repeated member, once with an escape in its name', call('"a","Call\\u0049d":"x"'), call('"x"')],
    ['a member named __proto__', unlisted('"__proto__":{"a":1}'), unlisted('"__proto__":{"a":2}')],
    ['a nested repeated member', unlisted('"a":{"b":1,"b":2}'), unlisted('"a":{"b":3,"b":2}')],
    ['bytes that are not UTF-8', call('"\xff"'), call('"\xfe"')],
    ['a byte that is not UTF-8 and the replacement character', call('"\xff"'), call('"\\ufffd"')],
    ['a byte that is not UTF-8 and the escape it is read as', call('"\xff"'), call('"\\udcff"')],
    ['an escape before a byte, and the character of both', call('"\\ud800\xff"'), call('"\\ud800\\udcff"')],
    ['a byte in a name', unlisted('"\xff":1'), unlisted('"\xfe":1')],
    ['half a character', call('"\xe2\x82"'), call('"\xe2\x83"')],
    [
      'an Event that is not text',
      JSON.stringify({ ...status, Event: 5 }),
      JSON.stringify({ ...status, Event: 6 }),
    ],
  ])('%s', (_, one, other) => {
    expect(fingerprints(one, other)).toBe(2);
  });
});

describe('two spellings of one event are one', () => {
  const plain = JSON.stringify(status);
  test.each([
    ['a fraction of zero', statusWith('EventTime', `${status.EventTime}.0`)],
    ['a fraction of many zeros', statusWith('EventTime', `${status.EventTime}.00000000000000000000`)],
    ['an exponent', statusWith('EventTime', '170485688.5e1')],
    ['an escape', statusWith('MediaType', '"\\u0061udio"')],
    ['a long number in an undocumented member', plain.replace('{', '{"x":9007199254740993,')],
    ['a repeated undocumented member', plain.replace('{', '{"x":1,"x":2,')],
    [
      'a byte that is not UTF-8 in an undocumented member',
      Buffer.from(plain.replace('{', '{"x":"\xff",'), 'latin1'),
    ],
    ['a nested undocumented member', plain.replace('{', '{"x":{"a":[1,{"b":2}]},')],
    ['white space', JSON.stringify(status, null, '\t')],
  ])('%s', (_, body) => {
    expect(fingerprints(plain, body)).toBe(1);
  });

  test('a lone surrogate, beside noise that is read exactly', () => {
    const noisy = call('"\\ud800"').toString('latin1').replace('{', '{"x":[1e400],');
    expect(fingerprints(call('"\\ud800"'), noisy)).toBe(1);
  });

  test('minus zero', () => {
    expect(fingerprints(statusWith('TotalNum', '-0'), statusWith('TotalNum', '0'))).toBe(1);
    expect(read(statusWith('TotalNum', '-0'))).toMatchObject({ TotalNum: 0 });
  });
});

test('the original text stands beside what is parsed', () => {
  const body = statusWith('RoomId', '9007199254740993');
  expect(read(body).raw.text).toBe(body.toString());
});

test('what is nested too deeply behind a repeated name is refused and exhausts no stack', () => {
  const deep = `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)},"a":1}`;
  expect(parseEvent(queryFor('normal_end'), deep)).toMatchObject({ misread: 'unknown-shape' });
});

test('a text of millions of escapes, or of anything else, is read without an error', () => {
  for (const written of ['\\u0061'.repeat(3e5), '\\\\'.repeat(1e6), 'a'.repeat(3e6)]) {
    expect(read(statusWith('UserId', `"${written}"`))).toMatchObject({ misfits: [] });
  }
});

test('every body comes out of its text byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...encodeBody(decodeBody(Buffer.from(bytes)))]).toEqual([...bytes]);
    }),
    { numRuns: 2000 },
  );
});

/** A number as what it is worth: digits times ten to the power. */
interface Decimal {
  readonly digits: bigint;
  readonly power: number;
}
/** A text as what it consists of: code units, and bytes from 256 * 256 on that are not UTF-8. */
type Model = null | boolean | Decimal | readonly number[] | { readonly [name: string]: Model };
const byteBase = 0x10000;

const decimal = fc.record({
  digits: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
  power: fc.oneof(fc.integer({ min: -25, max: 25 }), fc.constantFrom(-400, -324, 300, 400)),
});
const units = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 0xffff }),
    fc.constantFrom(
      0xd800,
      0xdc00,
      0xdcff,
      0xfffd,
      0x22,
      0x5c,
      byteBase + 0xff,
      byteBase + 0xfe,
      byteBase + 0x80,
    ),
  ),
  { maxLength: 4 },
);
const model: fc.Arbitrary<Model> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  decimal,
  units,
  fc.dictionary(fc.constantFrom('a', 'b', '__proto__', '1', '10'), fc.oneof(decimal, units), {
    noNullPrototype: false,
  }),
);

function isText(value: Model): value is readonly number[] {
  return Array.isArray(value);
}

function isDecimal(value: Model): value is Decimal {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'digits') === 'bigint';
}

/** Two models have the same meaning exactly if this is the same. */
function meaning(value: Model): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (isText(value)) return `text ${value.join(' ')}`;
  if (!isDecimal(value)) {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${name}=${meaning(value[name] ?? null)}`).join(';')}}`;
  }
  let { digits, power } = value;
  if (digits === 0n) return 'number 0';
  while (digits % 10n === 0n) {
    digits /= 10n;
    power += 1;
  }
  return `number ${digits} ${power}`;
}

/** Writes it in one of its spellings, as latin1. */
function write(value: Model, choose: (count: number) => number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (isText(value)) {
    const written = value.map((unit) => {
      if (unit >= byteBase) return String.fromCharCode(unit - byteBase);
      const mustEscape = unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff);
      if (mustEscape || choose(2) === 0) return `\\u${unit.toString(16).padStart(4, '0')}`;
      return Buffer.from(String.fromCharCode(unit)).toString('latin1');
    });
    return `"${written.join('')}"`;
  }
  if (!isDecimal(value)) {
    const names = Object.keys(value);
    if (choose(2) === 0) names.reverse();
    return `{${names.map((name) => `"${name}" : ${write(value[name] ?? null, choose)}`).join(',')}}`;
  }
  const { digits, power } = value;
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits);
  const zeros = choose(3);
  if (choose(2) === 0) return `${sign}${text}e${power >= 0 && choose(2) === 0 ? '+' : ''}${power}`;
  if (choose(2) === 0 && text !== '0') return `${sign}${text}${'0'.repeat(zeros)}E${power - zeros}`;
  return `${sign}${text[0]}.${text.slice(1)}0e${power + text.length - 1}`;
}

test('fingerprints are the same exactly if what was sent means the same, whatever the spelling', () => {
  const both = fc.oneof(
    fc.tuple(model, model),
    model.map((value) => [value, value] as const),
    fc.tuple(decimal, fc.bigInt({ min: -2n, max: 2n })).map(
      ([{ digits, power }, by]) =>
        [
          { digits, power },
          { digits: digits + by, power },
        ] as const,
    ),
  );
  fc.assert(
    fc.property(both, fc.infiniteStream(fc.nat({ max: 5 })), ([one, other], choices) => {
      const choose = (count: number) => Number(choices.next().value) % count;
      const body = (value: Model) => unlisted(`"a":${write(value, choose)}`);
      const isSame = meaning(one) === meaning(other);
      expect(fingerprints(body(one), body(other))).toBe(isSame ? 1 : 2);
      // Only texts fit CallId; an empty one does not.
      if (!isText(one) || !isText(other) || one.length === 0 || other.length === 0) return;
      expect(fingerprints(call(write(one, choose)), call(write(other, choose)))).toBe(isSame ? 1 : 2);
    }),
    { numRuns: 2000 },
  );
});
