import { describe, expect, test } from 'vitest';
import { MockOptionError } from './errors.ts';
import { createFault, type FaultKind, type FaultWish, faultKinds, parseFault } from './faults.ts';

describe('a fault in words', () => {
  test.each([
    { text: 'delay=500', fault: { kind: 'delay', when: 'after', milliseconds: 500 } },
    { text: 'delay-500', fault: { kind: 'delay', milliseconds: 500 } },
    { text: 'delay-200', fault: { kind: 'delay', milliseconds: 200 } },
    { text: 'delay', fault: { kind: 'delay', milliseconds: 1000 } },
    { text: 'delay=0', fault: { kind: 'delay', milliseconds: 0 } },
    { text: 'drop', fault: { kind: 'drop', when: 'after' } },
    { text: 'drop;when=before', fault: { kind: 'drop', when: 'before' } },
    { text: 'hang=5;when=before', fault: { kind: 'hang', when: 'before', milliseconds: 5 } },
    { text: 'hang;when=after', fault: { kind: 'hang', when: 'after', milliseconds: 60_000 } },
    { text: 'reset-body', fault: { kind: 'reset-body' } },
    { text: 'http-502', fault: { kind: 'http-502' } },
    { text: 'slow-body-20', fault: { kind: 'slow-body', milliseconds: 20 } },
    { text: 'big-body-20', fault: { kind: 'big-body', milliseconds: 0, bytes: 20 } },
    { text: 'big-body=999999999', fault: { kind: 'big-body', bytes: 64 * 1024 * 1024 } },
    { text: 'delay=999999999', fault: { kind: 'delay', milliseconds: 60_000 } },
    { text: 'rate-limit', fault: { kind: 'rate-limit', when: 'before' } },
  ])('$text', ({ text, fault }) => {
    expect(parseFault(text)).toMatchObject(fault);
  });

  test.each([
    'delay=-1',
    'delay=9999999999',
    'explode',
    'toString',
    '',
    'truncate;when=before',
    'rate-limit;when=after',
  ])('%j names no fault', (text) => {
    expect(parseFault(text)).toBeUndefined();
  });
});

test('each kind can be made, and is written by its name', () => {
  expect(faultKinds.map((kind) => createFault(kind))).toEqual(faultKinds.map((kind) => parseFault(kind)));
});

test('what the answer is needed for cannot strike before there is one', () => {
  const able = faultKinds.filter((kind) => parseFault(`${kind};when=before`));
  expect(able).toEqual(['drop', 'hang', 'reset', 'http-502', 'html-200', 'rate-limit']);
  expect(() => createFault('truncate', { when: 'before' })).toThrow(
    `when cannot be before for truncate; leave it out, or use one of ${able.join(', ')}`,
  );
});

interface Refused {
  readonly name: string;
  readonly kind: string;
  readonly wish?: FaultWish;
}

test.each<Refused>([
  { name: 'an unknown kind', kind: 'explode' },
  { name: 'the name of an inherited member', kind: 'toString' },
  { name: 'a negative delay', kind: 'delay', wish: { milliseconds: -1 } },
  { name: 'a delay beyond the bound', kind: 'delay', wish: { milliseconds: 60_001 } },
  { name: 'a delay that is no number', kind: 'delay', wish: { milliseconds: Number.NaN } },
  { name: 'a body beyond the bound', kind: 'big-body', wish: { bytes: 64 * 1024 * 1024 + 1 } },
  { name: 'an unknown moment', kind: 'drop', wish: { when: 'never' as 'before' } },
  { name: 'a moment that is not possible', kind: 'rate-limit', wish: { when: 'after' } },
])('$name is refused', ({ kind, wish }) => {
  expect(() => createFault(kind as FaultKind, wish)).toThrow(MockOptionError);
});
