import { type RunningMock, type StartMockOptions, startMock } from '@trtc-call/mock';
import { onTestFinished } from 'vitest';

/** A key that must be found nowhere in what the command line writes. */
export const canaryKey = 'canary-key-0123456789abcdef0123456789abcdef';

/** A mock of the service, and the environment with which the command line asks it. */
export async function mockAccount(
  options: StartMockOptions = {},
): Promise<{ mock: RunningMock; environment: Record<string, string> }> {
  const mock = await startMock({ secretKey: canaryKey, ...options });
  onTestFinished(() => mock.close());
  return { mock, environment: toEnvironment(mock) };
}

/** The environment with which the command line asks a mock. */
export function toEnvironment(mock: RunningMock): Record<string, string> {
  return {
    TRTC_CALL_SDK_APP_ID: String(mock.sdkAppId),
    TRTC_CALL_SECRET_KEY: mock.secretKey,
    TRTC_CALL_BASE_URL: mock.url,
    TRTC_CALL_GENERATION: 'v1',
  };
}
