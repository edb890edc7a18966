import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createReceiver, findCallId, parseEvent, readQuery } from '@trtc-call/webhooks';
import type { ReceiverTarget } from '../../requirements/receiver/receiver-target.ts';
import type {
  MutantReceiver,
  MutantReceiverTools,
  ReceivedRequest,
  ReceiverReply,
} from './mutant-receiver.ts';

const sdkAppId = 1400000000;
const failingUser = 'fails-at-first';

/** A receiver on a port of its own, with all that can be known of it. */
export interface OpenReceiver extends AsyncDisposable {
  readonly target: ReceiverTarget;
}

/** Opens the right receiver, or a mutant of it. */
export async function openMutantReceiver(mutant?: MutantReceiver): Promise<OpenReceiver> {
  const handled = new Map<string, number>();
  const failed = new Set<string>();
  const handle = (callId: unknown) => {
    const key = String(callId);
    handled.set(key, (handled.get(key) ?? 0) + 1);
  };
  const receiver = createReceiver({
    sdkAppId,
    limits: { bodyMilliseconds: 500 },
    on: {
      '*': (event) => {
        const callId = findCallId(event) ?? '';
        const { UserId, CallRecord } = event.raw.body;
        const fails = [UserId, Object(CallRecord).Caller_Account].includes(failingUser);
        if (fails && !failed.has(callId)) {
          failed.add(callId);
          throw new Error('fails as asked');
        }
        handle(callId);
      },
    },
    onOutcome: () => {},
  });
  const memory = new Map<string, number>();
  const together = createGate();

  const mutated = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!mutant?.mutate) return receiver.node(request, response);
    const received = await readReceived(request);
    const forward: MutantReceiverTools['forward'] = async (change = {}) => {
      const { method, query, contentType, text } = { ...received, ...change };
      const url = `http://receiver/?${query}`;
      const headers: Record<string, string> =
        contentType === undefined ? {} : { 'content-type': contentType };
      const body = method === 'GET' ? {} : { body: new TextEncoder().encode(text) };
      const answer = await receiver.fetch(new Request(url, { method, headers, ...body }));
      return { status: answer.status, text: await answer.text(), contentType: 'application/json' };
    };
    const reply = await mutant.mutate(received, {
      forward,
      handle,
      memory,
      wait: (ms) => wait(ms),
      together,
    });
    if (reply) answer(response, reply);
    else response.destroy();
  };

  const server = createServer((request, response) => {
    const callId = new URL(request.url ?? '', 'http://x').searchParams.get('callId');
    if (request.url?.startsWith('/effects')) response.end(String(handled.get(callId ?? '') ?? 0));
    else if (!mutant?.intercept?.(request, response, receiver))
      mutated(request, response).catch(() => response.destroy());
  });
  if (mutant?.diesOfGarbage) {
    server.on('clientError', (_, socket) => {
      socket.destroy();
      server.close();
    });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    target: {
      url: new URL(`${url}/hooks`),
      sdkAppId,
      effects: new URL(`${url}/effects`),
      failingUser,
      answerWithin: 1000,
      // Far more than the right one needs, also on a machine that does other work.
      endWithin: 4000,
      handleWithin: 1500,
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      if (server.listening) server.close();
      await receiver.close();
    },
  };
}

function answer(response: ServerResponse, { status, text, contentType }: ReceiverReply): void {
  response.writeHead(status, contentType === '' ? {} : { 'content-type': contentType }).end(text);
}

async function readReceived(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = await request.toArray();
  const text = Buffer.concat(chunks).toString();
  const { search, searchParams: query } = new URL(request.url ?? '', 'http://x');
  const read = readQuery(search.slice(1));
  const event = 'problem' in read ? undefined : parseEvent(read, text);
  return {
    method: request.method ?? '',
    query,
    callId: event && !('misread' in event) ? findCallId(event) : undefined,
    contentType: request.headers['content-type'],
    text,
    body: membersIn(text),
  };
}

function membersIn(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
  } catch {
    return {};
  }
}

/** Holds requests until as many are there as the last of them asks for, or for a number of milliseconds. */
function createGate(milliseconds = 5000): (count: number) => Promise<number> {
  let opens: (() => void)[] = [];
  return async (count) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const number = opens.push(resolve);
    const timer = setTimeout(resolve, milliseconds);
    if (number >= count) {
      for (const open of opens) open();
      opens = [];
    }
    await promise;
    clearTimeout(timer);
    return number;
  };
}
