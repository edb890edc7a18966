import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import { JsonReader } from './json-reader.ts';
import { readElement } from './read-entry.ts';

/** What comes of an element, however it was parsed. */
function outcomeOf(parse: () => unknown): unknown {
  const exchanges: Exchange[] = [];
  try {
    const reason = readElement(parse(), { exchange: (one) => exchanges.push(one), violation: () => {} });
    return { reason, exchanges };
  } catch {
    return 'no JSON';
  }
}

const word = fc.oneof(fc.string({ maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 8 }));
const scalar = fc.oneof(word, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const headers = fc.array(
  fc.record({ name: fc.oneof(word, fc.constantFrom('content-type', 'Content-Type')), value: word }),
  { maxLength: 4 },
);
const entry = fc.record(
  {
    _sensor: fc.oneof(word, fc.constant('probes')),
    startedDateTime: fc.oneof(scalar, fc.constant('2026-01-02T03:04:05.967Z')),
    time: scalar,
    pageref: word,
    request: fc.record(
      {
        method: word,
        url: word,
        headers: fc.oneof(headers, scalar),
        queryString: headers,
        cookies: fc.array(fc.jsonValue(), { maxLength: 2 }),
        bodySize: scalar,
        postData: fc.oneof(fc.record({ mimeType: word, text: scalar }), scalar),
      },
      { requiredKeys: ['method', 'url'] },
    ),
    response: fc.record(
      {
        status: scalar,
        headers,
        content: fc.record(
          { size: scalar, mimeType: word, text: scalar, encoding: word },
          { requiredKeys: [] },
        ),
        _more: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
    timings: fc.oneof(fc.record({ send: scalar, wait: scalar, receive: scalar }), scalar),
  },
  { requiredKeys: ['request', 'response'] },
);
const space = fc.constantFrom(0, 2, '\t');

describe('an entry of a layout that was seen before', () => {
  test('says what it says when it is parsed whole', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 2, maxLength: 4 }), space, (entries, indent) => {
        const reader = new JsonReader();
        // Each comes twice, so that the second time its own layout is known.
        for (const one of [...entries, ...entries]) {
          const bytes = Buffer.from(JSON.stringify(one, null, indent));
          const read = outcomeOf(() => reader.read(bytes, 0, bytes.length));
          expect(read).toEqual(outcomeOf(() => JSON.parse(bytes.toString())));
        }
      }),
    );
  });

  test('that is damaged anywhere is no JSON', () => {
    fc.assert(
      fc.property(entry, fc.nat(), fc.nat(255), (one, place, byte) => {
        const reader = new JsonReader();
        const whole = Buffer.from(JSON.stringify(one));
        reader.read(whole, 0, whole.length);
        const bytes = Buffer.from(whole);
        bytes[place % bytes.length] = byte;
        const read = outcomeOf(() => reader.read(bytes, 0, bytes.length));
        expect(read).toEqual(outcomeOf(() => JSON.parse(bytes.toString())));
      }),
      { numRuns: 500 },
    );
  });
});
