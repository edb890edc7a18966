import { once } from 'node:events';
import { createServer } from 'node:http';
import { startMock } from '@trtc-call/mock';

/** The vendor on this machine, which changes when it is told to. */
export interface Vendor {
  readonly url: string;
  readonly environment: Record<string, string>;
  /** From now on it answers otherwise. */
  change(): void;
  close(): Promise<void>;
}

const secretKey = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(2);

/** Starts the mock with something before it that can change its answers: real sockets on both sides. */
export async function startVendor(): Promise<Vendor> {
  const mock = await startMock({ secretKey });
  let isChanged = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const type = request.headers['content-type'];
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    const answer = await fetch(`${mock.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: type === undefined ? {} : { 'content-type': type },
      ...(hasBody && { body: Buffer.concat(chunks) }),
    });
    const text = await answer.text();
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
    });
    response.end(isChanged ? changed(text) : text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    environment: {
      TRTC_CALL_SDK_APP_ID: String(mock.sdkAppId),
      TRTC_CALL_SECRET_KEY: secretKey,
      TRTC_CALL_BASE_URL: url,
    },
    change() {
      isChanged = true;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await mock.close();
    },
  };
}

/** A new field, a field that is gone, a new word and a new code. */
function changed(text: string): string {
  if (!text.startsWith('{')) return text;
  const answer = JSON.parse(text);
  if (answer.errorCode === 999) answer.errorCode = 1999;
  for (const record of [answer.data, ...(answer.data?.callRecordList ?? [])]) {
    if (record?.callId === undefined) continue;
    record.region = 'eu';
    delete record.totalUserNumber;
    if (record.mediaType === 'video') record.mediaType = 'hologram';
  }
  return JSON.stringify(answer);
}
