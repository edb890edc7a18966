import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createReceiver, findCallId, parseEvent, readQuery } from '@trtc-call/webhooks';
import { parseJson, readMembers } from '../../requirements/check/answer.ts';
import type { ReceiverRequirement } from '../../requirements/receiver/generation.ts';
import { createReceiverContext, type ReceiverTarget } from '../../requirements/receiver/receiver-context.ts';
import { judge, type MutantResult } from '../run-mutant.ts';
import type { MutantReceiver, MutantReceiverTools, ReceivedRequest } from './mutant-receiver.ts';

const sdkAppId = 1400000000;
const failingUser = 'fails-at-first';

export interface OpenReceiver extends AsyncDisposable {
  readonly target: ReceiverTarget;
}

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
  const memory = new Set<string>();
  const together = createGate();
  const { intercept, diesOfGarbage } = typeof mutant === 'object' ? mutant : {};

  const mutated = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (typeof mutant !== 'function') return receiver.node(request, response);
    const received = await readReceived(request);
    const forward: MutantReceiverTools['forward'] = async (query = received.query) => {
      const { method, contentType, text } = received;
      const headers = new Headers(contentType === undefined ? {} : { 'content-type': contentType });
      const body = method === 'GET' ? {} : { body: new TextEncoder().encode(text) };
      const answer = await receiver.fetch(
        new Request(`http://receiver/?${query}`, { method, headers, ...body }),
      );
      return { status: answer.status, text: await answer.text(), contentType: 'application/json' };
    };
    const tools = { forward, handle, memory, wait: (ms: number) => wait(ms), together };
    const { status, text, contentType } = await mutant(received, tools);
    response.writeHead(status, { 'content-type': contentType }).end(text);
  };

  const server = createServer((request, response) => {
    const callId = new URL(request.url ?? '', 'http://x').searchParams.get('callId');
    if (request.url?.startsWith('/effects')) response.end(String(handled.get(callId ?? '') ?? 0));
    else if (!intercept?.(request, response, receiver))
      mutated(request, response).catch(() => response.destroy());
  });
  if (diesOfGarbage) {
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

/** Runs requirements against the right receiver, or a mutant of it, each against one of its own. */
export function runMutantReceiver(
  mutant: MutantReceiver | undefined,
  requirements: readonly ReceiverRequirement[],
): Promise<MutantResult[]> {
  return Promise.all(
    requirements.map(async ({ id, check }) => {
      await using receiver = await openMutantReceiver(mutant);
      const context = createReceiverContext(receiver.target);
      try {
        return { id, ...(await judge(id, () => check(context))) };
      } finally {
        context.close();
      }
    }),
  );
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
    command: query.get('command') ?? query.get('CallbackCommand') ?? '',
    callId: event && !('misread' in event) ? findCallId(event) : undefined,
    contentType: request.headers['content-type'],
    text,
    body: readMembers(parseJson(text)),
  };
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
