import { createRedact } from '@trtc-call/client/har';
import { signUserSig } from '@trtc-call/client/usersig';
import { describe, expect, test } from 'vitest';
import { cutBody, Journal, type Noted, redactTarget } from './journal.ts';

const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';

function noted(at: number, over: Partial<Noted> = {}): Noted {
  return {
    at,
    method: 'POST',
    target: '/v1/records/get_record_by_callId?usersig=eJwSecret',
    operationId: 'getRecordByCallId',
    sdkAppId: 1,
    body: '{}',
    bodyBytes: 2,
    errorCode: 0,
    requestId: 'a',
    mistake: undefined,
    field: undefined,
    fault: undefined,
    carriedOut: true,
    ...over,
  };
}

test('an entry shows no sign and no key wherever a request repeats one', () => {
  const journal = new Journal(5, 1_000_000, secretKey);
  const sign = signUserSig({ sdkAppId: 1, identifier: 'alice', secretKey });
  const spelled = encodeURIComponent(sign.replaceAll('*', '+'));
  const target = `/v1/${sign}?usersig=${spelled}&${sign}=1&random=${secretKey}&identifier=${sign}`;
  for (const half of [0, 16 * 1024 - 30]) {
    const body = `${' '.repeat(half)}{"sign":"${sign}","key":"${secretKey}","part":"${sign.slice(40, 90)}"}`;
    journal.note(noted(1, { target, ...cutBody(Buffer.from(body)) }));
  }
  const shown = JSON.stringify(journal.entries());
  for (const secret of [sign, spelled, secretKey]) {
    for (let at = 0; at + 24 <= secret.length; at += 1)
      expect(shown).not.toContain(secret.slice(at, at + 24));
  }
});

test('a long body is truncated, and its whole size is noted', () => {
  const body = Buffer.from('x'.repeat(100_000));
  expect(cutBody(body)).toEqual({ body: 'x'.repeat(17 * 1024), bodyBytes: 100_000 });
  const journal = new Journal(1, 1_000_000, secretKey);
  journal.note(noted(1, cutBody(body)));
  expect(journal.entries()[0]?.body).toHaveLength(16 * 1024);
  expect(cutBody(body.subarray(0, 3))).toEqual({ body: 'xxx', bodyBytes: 3 });
  expect(cutBody('too-large')).toEqual({ body: '', bodyBytes: undefined });
});

const shownNowhere = 'eJwSecretSign';

describe('no target shows a sign', () => {
  test.each([
    { target: `/v1/x?sdkappid=1&usersig=${shownNowhere}`, shown: '/v1/x?sdkappid=1&usersig=[redacted]' },
    { target: `/v1/x?UserSig=${shownNowhere}&random=2`, shown: '/v1/x?UserSig=[redacted]&random=2' },
    { target: `/v1/x?user%73ig=${shownNowhere}`, shown: '/v1/x?user%73ig=[redacted]' },
    { target: `/v1/x?${shownNowhere}`, shown: '/v1/x?[redacted]' },
    { target: `/v1/x%3Fusersig%3D${shownNowhere}`, shown: '/v1/x%3Fusersig=[redacted]' },
    { target: `/v1/x&usersig=${shownNowhere}`, shown: '/v1/x&usersig=[redacted]' },
    { target: '/v1/x', shown: '/v1/x' },
  ])('$target', ({ target, shown }) => {
    expect(redactTarget(target, createRedact())).toBe(shown);
    expect(redactTarget(target, createRedact())).not.toContain(shownNowhere);
  });
});
