// A method of the receiver that is handed to a runtime as it is gets arguments of the runtime's own.
import { createServer } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { app, listen, openReceiver, readAnswer, status } from '../testing/open-receiver.ts';

const path = `/hooks?sdkappid=${app}&command=normal_end`;
const post = { method: 'POST', body: JSON.stringify(status) };
const createRequest = () => new Request(`https://receiver.example${path}`, post);

class Binding {
  async get() {
    return null;
  }
}

/** As Bun's, whose address is a getter of its class. */
class BunServer {
  readonly port = 3000;
  get address() {
    return { address: '::1', family: 'IPv6', port: this.port };
  }
}

const context = { waitUntil() {}, passThroughOnException() {} };

describe('what a runtime passes beside the Request', () => {
  test.each<[string, readonly unknown[]]>([
    ['a server of Bun', [new BunServer()]],
    ['bindings and a context of Workers', [{ DB: new Binding(), QUEUE: new Binding() }, context]],
    ['bindings alone', [{ DB: new Binding(), SECRET: 'x' }]],
    ['variables called nearly as our details are', [{ MODE: 'production', BODY: 'x', DB: new Binding() }]],
    ['bindings that are not there', [{ body: null, address: undefined }]],
    ['bindings called as our details are', [{ body: new Binding(), address: new Binding() }]],
    ['variables called as our details are, and a context', [{ body: 'x', address: 'x' }, context]],
    ['variables called nearly as our details are, and a context', [{ BODY: 'x', ADDRES: 'x' }, context]],
    ['no bindings and no context, as Hono mounts', [{}, undefined]],
    ['the parameters of Next.js', [{ params: Promise.resolve({ secret: 'x' }) }]],
    [
      'the info of Deno',
      [{ remoteAddr: { transport: 'tcp', hostname: '::1', port: 1 }, completed: Promise.resolve() }],
    ],
    ['what @hono/node-server has of Node', [{ incoming: new Binding(), outgoing: new Binding() }]],
    ['an index', [0, [createRequest()]]],
    ['null', [null]],
  ])('is not read: %s', async (_, beside) => {
    const { receiver, outcomes } = openReceiver({ '*': () => {} });
    const answer: Response = await Reflect.apply(receiver.fetch, undefined, [createRequest(), ...beside]);
    expect(await readAnswer(answer)).toEqual({ status: 200, code: 0 });
    expect(outcomes).toEqual([
      expect.objectContaining({
        outcome: 'handled',
        event: expect.objectContaining({ CallId: status.CallId }),
      }),
    ]);
  });

  test.each<[string, unknown]>([
    ['text', JSON.stringify(status)],
    ['a Buffer', Buffer.from(JSON.stringify(status))],
    ['an ArrayBuffer', Uint8Array.from(Buffer.from(JSON.stringify(status))).buffer],
    ['a DataView', new DataView(Uint8Array.from(Buffer.from(JSON.stringify(status))).buffer)],
    ['what a parser has made', status],
    ['the same without a prototype', Object.assign(Object.create(null), status)],
  ])('is read where it is a detail: a body that is %s', async (_, body) => {
    const { receiver, outcomes } = openReceiver({ '*': () => {} });
    const request = createRequest();
    await request.text();
    expect(await readAnswer(await receiver.fetch(request, { body }))).toEqual({ status: 200, code: 0 });
    expect(outcomes).toMatchObject([{ event: { CallId: status.CallId } }]);
  });

  test('is refused where it is nearly a detail, by the name of the method', async () => {
    const { receiver } = openReceiver({ '*': () => {} });
    for (const [name, meant] of [
      ['adress', 'address'],
      ['bdy', 'body'],
      ['Body', 'body'],
    ]) {
      const details = JSON.parse(`{"address":"203.0.113.1","${name}":"x"}`);
      await expect(receiver.fetch(createRequest(), details)).rejects.toThrow(
        `receiver.fetch: ${name}: there is no such option. Did you mean ${meant}?`,
      );
    }
  });

  test('says nothing of the sender: an inherited address, or one of another type, is not allowed', async () => {
    const { receiver } = openReceiver({ '*': () => {} }, { allow: ['203.0.113.1'] });
    const own = { address: '203.0.113.1' };
    for (const beside of [[Object.create(own)], [{ address: [own.address] }], [own, context]]) {
      const answer: Response = await Reflect.apply(receiver.fetch, undefined, [createRequest(), ...beside]);
      expect(answer.status).toBe(403);
    }
    expect((await receiver.fetch(createRequest(), own)).status).toBe(200);
  });
});

describe('what goes on after the answer is handed to `waitUntil`', () => {
  class Context {
    readonly works: Promise<unknown>[] = [];
    waitUntil(work: Promise<unknown>) {
      this.works.push(work);
    }
  }

  test.each<[string, (context: Context) => unknown[]]>([
    ['bindings and a context of Workers', (context) => [{ DB: new Binding() }, context]],
    ['a context alone', (context) => [context]],
    ['a detail', (context) => [{ waitUntil: (work: Promise<unknown>) => context.waitUntil(work) }]],
  ])('of %s', async (_, beside) => {
    const slow = Promise.withResolvers<void>();
    const { receiver } = openReceiver({ '*': () => slow.promise }, { answerMilliseconds: 20 });
    const given = new Context();
    const answer: Response = await Reflect.apply(receiver.fetch, undefined, [
      createRequest(),
      ...beside(given),
    ]);
    expect(await readAnswer(answer)).toEqual({ status: 200, code: 2 });
    const settled = vi.fn();
    const all = Promise.all(given.works).then(settled);
    await receiver.fetch(createRequest());
    expect(given.works, 'one for the request').toHaveLength(1);
    expect(settled, 'its handler is at work').not.toHaveBeenCalled();
    slow.resolve();
    await all;
  });

  test('which may throw', async () => {
    const { receiver } = openReceiver({ '*': () => {} });
    const waitUntil = () => {
      throw new TypeError('the request is over');
    };
    expect(await readAnswer(await receiver.fetch(createRequest(), { waitUntil }))).toEqual({
      status: 200,
      code: 0,
    });
  });
});

test('@hono/node-server and Hono take `receiver.fetch` as it is', async () => {
  const { receiver } = openReceiver({ '*': () => {} });
  const { fetch: mounted } = new Hono().mount('/', receiver.fetch, { replaceRequest: (request) => request });
  for (const handler of [receiver.fetch, mounted]) {
    const server = createAdaptorServer({ fetch: handler });
    if (!('closeAllConnections' in server)) throw new TypeError('this test is for HTTP/1.1');
    const { url } = await listen(server);
    onTestFinished(() => void server.close());
    expect(await readAnswer(await fetch(`${url}${path}`, post))).toEqual({ status: 200, code: 0 });
  }
});

test('the types of runtimes take `receiver.fetch` as it is, and no misspelt detail', () => {
  const { receiver } = openReceiver({});
  interface Env {
    readonly DB: Binding;
  }
  type Handler<More extends readonly unknown[]> = (
    request: Request,
    ...more: More
  ) => Response | Promise<Response>;
  const worker: Handler<[env: Env, context: typeof context]> = receiver.fetch;
  const bun: Handler<[server: { readonly port: number }]> = receiver.fetch;
  const next: Handler<[{ params: Promise<{ secret: string }> }]> = receiver.fetch;
  expect([worker, bun, next]).toEqual([receiver.fetch, receiver.fetch, receiver.fetch]);
  // @ts-expect-error: the compiler knows the names
  const misspelt = () => receiver.fetch(createRequest(), { adress: '203.0.113.1' });
  expect(misspelt).toBeTypeOf('function');
});

test.each<[string, readonly unknown[]]>([
  ['the `next` of Express', [() => {}]],
  ['the parameters of a path', [{ secret: 'x' }]],
  ['the parameters and the store of find-my-way', [{ body: 'x', adress: 'x' }, null, {}]],
])('what a router passes beside request and response is not read: %s', async (_, beside) => {
  const { receiver } = openReceiver({ '*': () => {} });
  const { server, url } = await listen(
    createServer((request, response) =>
      Reflect.apply(receiver.node, undefined, [request, response, ...beside]),
    ),
  );
  onTestFinished(() => void server.close());
  expect(await readAnswer(await fetch(`${url}${path}`, post))).toEqual({ status: 200, code: 0 });
});
