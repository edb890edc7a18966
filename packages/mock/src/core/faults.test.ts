import { describe, expect, test } from 'vitest';
import { MockOptionError } from '../errors.ts';
import { type FaultKind, faultKinds, makeFault, parseFault } from './faults.ts';

describe('a fault in words', () => {
  test.each([
    { text: 'delay=500', fault: { kind: 'delay', milliseconds: 500 } },
    { text: 'delay-500', fault: { kind: 'delay', milliseconds: 500 } },
    { text: 'drop', fault: { kind: 'drop', milliseconds: 1000 } },
    { text: 'http-502', fault: { kind: 'http-502', milliseconds: 1000 } },
    { text: 'slow-body-20', fault: { kind: 'slow-body', milliseconds: 20 } },
    { text: 'delay=999999999', fault: { kind: 'delay', milliseconds: 60_000 } },
    { text: 'delay=-1', fault: undefined },
    { text: 'delay=9999999999', fault: undefined },
    { text: 'explode', fault: undefined },
    { text: '', fault: undefined },
  ])('$text', ({ text, fault }) => {
    expect(parseFault(text)).toEqual(fault);
  });
});

test('each kind can be made', () => {
  expect(faultKinds.map((kind) => makeFault(kind, 1).kind)).toEqual(faultKinds);
});

test.each([
  { name: 'an unknown kind', kind: 'explode', milliseconds: 1 },
  { name: 'a negative delay', kind: 'delay', milliseconds: -1 },
  { name: 'a delay beyond the bound', kind: 'delay', milliseconds: 60_001 },
  { name: 'a delay that is no number', kind: 'delay', milliseconds: Number.NaN },
])('$name is refused', ({ kind, milliseconds }) => {
  expect(() => makeFault(kind as FaultKind, milliseconds)).toThrow(MockOptionError);
});
