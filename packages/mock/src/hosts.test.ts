import { describe, expect, test } from 'vitest';
import { createHostCheck, isLoopbackHost, readHost } from './pages.ts';

test.each([
  ['localhost:4010', 'localhost'],
  ['LOCALHOST.', 'localhost'],
  ['127.0.0.1', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['0x7f.1', '127.0.0.1'],
  ['[::1]:4010', '::1'],
  ['::1', '::1'],
  ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
  ['Hooks.Example.com.', 'hooks.example.com'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['', undefined],
  ['a b', undefined],
  ['127.0.0.1@evil.example', undefined],
  ['evil.example/127.0.0.1', undefined],
  ['evil.example\\127.0.0.1', undefined],
  ['evil.example#localhost', undefined],
  ['evil.example?localhost', undefined],
  ['localhost:99999', undefined],
  ['localhost,evil.example', 'localhost,evil.example'],
])('%j is read as %j', (text, host) => {
  expect(readHost(text)).toBe(host);
});

test.each(['localhost', 'app.localhost', '127.0.0.1', '127.255.0.9', '::1', '::ffff:7f00:1'])(
  '%s is this machine',
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

test.each([
  'localhost.evil.example',
  'notlocalhost',
  'localhost,evil.example',
  '127.0.0.1.evil.example',
  '128.0.0.1',
  '10.0.0.1',
  '0.0.0.0',
  '169.254.169.254',
  '::',
  '::ffff:a00:1',
  '64:ff9b::7f00:1',
])('%s is not this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

describe('a mock may be called', () => {
  const cases: readonly [listensOn: string, allowed: readonly string[], good: string[], bad: string[]][] = [
    ['127.0.0.1', [], ['localhost', '127.0.0.1', '::1'], ['evil.example', '10.0.0.1', 'mock', '0.0.0.0']],
    ['localhost', [], ['localhost', '127.0.0.1'], ['evil.example', '10.0.0.1', 'mock']],
    ['::1', [], ['localhost', '::1'], ['evil.example', 'fe80::1']],
    [
      '0.0.0.0',
      [],
      ['localhost', '0.0.0.0', '172.17.0.2', 'mock', '::1'],
      ['evil.example', 'mock.evil.example'],
    ],
    ['::', [], ['localhost', 'fd00::7', '172.17.0.2', 'mock'], ['evil.example']],
    ['Mock.CI.internal', [], ['mock.ci.internal', 'localhost', 'mock'], ['evil.example', 'ci.internal']],
    [
      '127.0.0.1',
      ['Mock.example:4010', '10.0.0.7'],
      ['mock.example', '10.0.0.7'],
      ['a.mock.example', '10.0.0.8'],
    ],
  ];
  test.each(cases)('that listens on %s and allows %j by %j, not by %j', (listensOn, allowed, good, bad) => {
    const isOwn = createHostCheck(listensOn, allowed);
    expect(good.filter((host) => !isOwn(host))).toEqual([]);
    expect(bad.filter(isOwn)).toEqual([]);
  });
});
