import { describe, expect, test } from 'vitest';
import { readBody } from './read-body.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a body that is no JSON object', () => {
  test.each([
    { name: 'none', body: bytes(''), mistake: 'body-empty' },
    { name: 'blanks', body: bytes(' \n'), mistake: 'body-empty' },
    { name: 'cut JSON', body: bytes('{"callId":'), mistake: 'body-malformed' },
    { name: 'two objects', body: bytes('{}{}'), mistake: 'body-malformed' },
    { name: 'a form', body: bytes('callId=1'), mistake: 'body-malformed' },
    { name: 'a byte order mark', body: bytes('\ufeff{}'), mistake: 'body-malformed' },
    { name: 'bytes that are not UTF-8', body: new Uint8Array([0x7b, 0xff, 0x7d]), mistake: 'body-malformed' },
    { name: 'deep nesting', body: bytes('['.repeat(200_000)), mistake: 'body-malformed' },
    { name: 'an array', body: bytes('[]'), mistake: 'body-not-object' },
    { name: 'null', body: bytes('null'), mistake: 'body-not-object' },
    { name: 'a string', body: bytes('"{}"'), mistake: 'body-not-object' },
    { name: 'too much', body: 'too-large' as const, mistake: 'body-too-large' },
  ])('$name is $mistake', ({ body, mistake }) => {
    expect(readBody(body, 'application/json')).toEqual({ mistake });
  });
});

describe('a content type', () => {
  test.each([
    { contentType: 'application/json', taken: true },
    { contentType: 'application/json; charset=utf-8', taken: true },
    { contentType: 'Application/JSON', taken: true },
    { contentType: undefined, taken: true },
    { contentType: 'text/plain', taken: false },
    { contentType: 'application/x-www-form-urlencoded', taken: false },
    { contentType: 'application/jsonp', taken: false },
    { contentType: '', taken: false },
  ])('$contentType is taken: $taken', ({ contentType, taken }) => {
    const read = readBody(bytes('{"a":1}'), contentType);
    expect(read).toEqual(taken ? { object: { a: 1 }, text: '{"a":1}' } : { mistake: 'content-type-wrong' });
  });
});

test('a body that is part of a larger buffer is read from its place', () => {
  expect(readBody(bytes('xx{"a":1}').subarray(2), undefined)).toEqual({ object: { a: 1 }, text: '{"a":1}' });
});
