import { webhooks } from '@trtc-call/spec/v1';
import { webhooks as webhooksV4 } from '@trtc-call/spec/v4';
import { createWebhook, writeBody } from '@trtc-call/webhooks/send';
import fc from 'fast-check';

/** The app of the receiver that is fuzzed. */
export const sdkAppId = 1400000000;

const rightText = writeBody(createWebhook({ command: 'normal_end', sdkAppId }));
const rightBytes = Buffer.from(rightText);
const rightQuery = `sdkappid=${sdkAppId}&command=normal_end&contenttype=json`;
const members = Object.keys(webhooks.event.members);
const { commands, members: membersV4, examples } = webhooksV4.end;
const queryV4 = `SdkAppid=${sdkAppId}&CallbackCommand=${commands[0]}&contenttype=json`;

/** What can be done to right bytes: what becomes of those at a place, with as many bytes of noise. */
const edits: Readonly<Record<string, (after: Buffer, noise: Uint8Array) => readonly Uint8Array[]>> = {
  flip: (after, noise) => [
    after.subarray(0, noise.length).map((byte, at) => byte ^ (noise[at] ?? 0)),
    after.subarray(noise.length),
  ],
  zero: (after, noise) => [after.subarray(0, noise.length).map(() => 0), after.subarray(noise.length)],
  cut: (after, noise) => [after.subarray(noise.length)],
  insert: (after, noise) => [noise, after],
  double: (after) => [after.subarray(0, 30), after],
};
const edit = fc.record({
  at: fc.nat(),
  change: fc.constantFrom(...Object.values(edits)),
  noise: fc.uint8Array({ minLength: 1, maxLength: 8 }),
});

/** Bytes with noise in them: most of them are nearly right. */
function noisy(right: Buffer): fc.Arbitrary<Buffer> {
  return fc.array(edit, { maxLength: 4 }).map((chosen) =>
    chosen.reduce((bytes, { at, change, noise }) => {
      const place = bytes.length === 0 ? 0 : at % bytes.length;
      return Buffer.concat([bytes.subarray(0, place), ...change(bytes.subarray(place), noise)]);
    }, right),
  );
}

/** Bodies of JSON, a right one with one value replaced, text, and bytes with noise. */
export const bodies: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }).map((value) => Buffer.from(JSON.stringify(value))),
  fc
    .dictionary(fc.constantFrom(...members, 'Extra', '__proto__'), fc.jsonValue({ maxDepth: 2 }))
    .map((change) => Buffer.from(JSON.stringify({ ...JSON.parse(rightText), ...change }))),
  fc
    .dictionary(fc.constantFrom(...Object.keys(membersV4), 'Extra'), fc.jsonValue({ maxDepth: 4 }))
    .map((change) => Buffer.from(JSON.stringify({ ...examples.default, ...change }))),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  fc.nat({ max: 400 }).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
  noisy(rightBytes),
  noisy(Buffer.from(JSON.stringify(examples.default))),
);

/** Queries: right, nearly right, and any. */
export const queries: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(rightQuery, queryV4, `tenant=7?${queryV4}`),
  fc.webQueryParameters().map((more) => `${rightQuery}&${more}`),
  fc.webQueryParameters(),
  fc
    .constantFrom(rightQuery, queryV4)
    .chain((right) => noisy(Buffer.from(right)))
    .map((bytes) => encodeURI(bytes.toString('latin1'))),
);

/** Values of headers that a runtime lets through. */
export const headerValues: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: fc.constantFrom('a', '/', ';', ' ', '+', 'application/json', '=', '"', '\t', 'é') })
      .map((text) => text.trim()),
  },
);

const head = [
  `POST /hooks?${rightQuery} HTTP/1.1`,
  'Host: receiver.example',
  'Content-Type: application/json',
  `Content-Length: ${rightBytes.length}`,
];

/** Whole requests as bytes of the wire, with noise in them. */
export const requests: fc.Arbitrary<Buffer> = noisy(Buffer.from(`${head.join('\r\n')}\r\n\r\n${rightText}`));
