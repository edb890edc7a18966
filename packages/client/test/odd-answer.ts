import { expect, vi } from 'vitest';
import { rejection, sampleRecord, success } from './answering-fetch.ts';
import { nextRecord, openClient, orNextRecord, startRawServer } from './raw-server.ts';

/** The envelope of the sample record, as text. */
export const json = JSON.stringify(success(sampleRecord));

const maxAnswerBytes = 100_000;

/** What an answer of more bytes than may be read comes to. */
export const longer = {
  kind: 'contract',
  issues: [{ rule: 'range', pointer: '', expected: `at most ${maxAnswerBytes} bytes` }],
};

/** The bytes of an answer, and what is to come of them. */
export interface OddAnswer {
  /** Written when the request is there. */
  readonly bytes: Uint8Array;
  /** Whether the connection is closed then. */
  readonly closes?: true;
  /** What the caller gets: the record, or an error. */
  readonly becomes: 'the record' | Readonly<Record<string, unknown>>;
  /** Whether it is tried again. Default: it is not. */
  readonly isRetried?: true;
  /** Whether the connection serves the next request. Default: that opens another. */
  readonly isKept?: true;
}

/** Lets a client have the answer, and ask for something else afterwards. */
export async function expectOddAnswer({
  bytes,
  closes,
  becomes,
  isRetried,
  isKept,
}: OddAnswer): Promise<void> {
  const { url, seen } = await startRawServer(
    orNextRecord((socket) => {
      if (closes) socket.end(bytes);
      else socket.write(bytes);
    }),
  );
  const client = openClient(url, { maxAnswerBytes });
  const call = client.records.get('a-call');
  if (becomes === 'the record') expect(await call).toEqual(sampleRecord);
  else expect(await rejection(call)).toMatchObject(becomes);
  expect(seen.requests, 'how often it was sent').toBe(isRetried ? 2 : 1);
  // In which the client lets go of what it does not keep.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = seen.connections;
  expect(await client.records.get(nextRecord.callId)).toEqual(nextRecord);
  expect(seen.connections - before, 'connections opened for the next call').toBe(isKept ? 0 : 1);
  await vi.waitFor(() => expect(seen.open.size, 'connections that are left').toBe(1));
}
