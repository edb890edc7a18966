import { createRedact } from '@trtc-call/client/har';
import { describe, expect, test } from 'vitest';
import { redactTarget } from './redact-target.ts';

const sign = 'eJwSecretSign';

describe('no target shows a sign', () => {
  test.each([
    { target: `/v1/x?sdkappid=1&usersig=${sign}`, shown: '/v1/x?sdkappid=1&usersig=[redacted]' },
    { target: `/v1/x?UserSig=${sign}&random=2`, shown: '/v1/x?UserSig=[redacted]&random=2' },
    { target: `/v1/x?user%73ig=${sign}`, shown: '/v1/x?user%73ig=[redacted]' },
    { target: `/v1/x?${sign}`, shown: '/v1/x?[redacted]' },
    { target: `/v1/x%3Fusersig%3D${sign}`, shown: '/v1/x%3Fusersig=[redacted]' },
    { target: `/v1/x&usersig=${sign}`, shown: '/v1/x&usersig=[redacted]' },
    { target: '/v1/x', shown: '/v1/x' },
  ])('$target', ({ target, shown }) => {
    expect(redactTarget(target, createRedact())).toBe(shown);
    expect(redactTarget(target, createRedact())).not.toContain(sign);
  });
});
