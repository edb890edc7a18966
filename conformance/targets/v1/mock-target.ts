import { startMock } from '@trtc-call/mock';
import type { PreparedTarget } from './target.ts';

/** The embedded mock on a free port: everything may be asked of it. */
export async function prepareMockTarget(): Promise<PreparedTarget> {
  const mock = await startMock();
  return {
    target: {
      name: 'mock',
      kind: 'mock',
      baseUrl: mock.url,
      account: { sdkAppId: mock.sdkAppId, identifier: mock.identifier, secretKey: mock.secretKey },
      apps: 'fresh',
      capabilities: [
        { name: 'secret-key', available: true },
        { name: 'mutate-callback', available: true },
        { name: 'exhaust-rate-limit', available: true },
        { name: 'call-id', available: true },
      ],
    },
    release: () => mock.close(),
  };
}
