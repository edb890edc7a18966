import { createTrtcCallClient, type TrtcCallClient } from '@trtc-call/client';
import type { Mock } from '@trtc-call/mock';

/** A client of a mock, to see how a run has left it. */
export function createMockClient(mock: Mock): TrtcCallClient {
  const { sdkAppId, secretKey, identifier } = mock;
  return createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, identifier, fetch: mock.fetch });
}
