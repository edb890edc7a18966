import { servers } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { isVendorHost } from './remote-target.ts';

test.each(Object.values(servers))('%s is the vendor', (server) => {
  expect(isVendorHost(server)).toBe(true);
});

test.each([
  'http://127.0.0.1:4010',
  servers.intl.replace('https:', 'http:'),
  `${servers.intl}.example.com`,
  `${servers.intl}/proxy`,
])('%s is not', (url) => {
  expect(isVendorHost(url)).toBe(false);
});
