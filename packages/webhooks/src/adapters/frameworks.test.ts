import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import createExpress from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import mount from 'koa-mount';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createReceiver } from '../create-receiver.ts';
import type { Receiver } from '../receiver/open-receiver.ts';
import type { Outcome } from '../receiver/outcome.ts';
import { app, listen, readAnswer, status } from '../testing/open-receiver.ts';
import { page } from '../testing/run-sample.ts';

const secret = 'a-secret-of-16-characters';
const query = `sdkappid=${app}&command=normal_end&contenttype=json`;
const mounted = `/hooks/${secret}`;

type Serve = (receiver: Receiver) => Server | Promise<Server>;

/** A receiver with a secret in its address, behind a framework. */
async function open(serve: Serve) {
  const calls: unknown[] = [];
  const outcomes: Outcome[] = [];
  const receiver = createReceiver({
    sdkAppId: app,
    secret,
    on: { normal_end: ({ CallId }) => calls.push(CallId) },
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  const server = await serve(receiver);
  const { url } = await listen(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await receiver.close();
  });
  const post = async (path = mounted) => {
    const init = {
      method: 'POST',
      body: JSON.stringify(status),
      headers: { 'content-type': 'application/json' },
    };
    return fetch(`${url}${path}?${query}`, { ...init, signal: AbortSignal.timeout(4000) });
  };
  return { url, post, calls, outcomes };
}

function serveHono({ fetch }: Pick<Hono, 'fetch'>): Server {
  const server = createAdaptorServer({ fetch });
  if (!('closeAllConnections' in server)) throw new TypeError('this test is for HTTP/1.1');
  return server;
}

const mounts: Readonly<Record<string, Serve>> = {
  'Express, mounted': (receiver) => {
    const express = createExpress();
    express.use(mounted, (request, response) => void receiver.node(request, response));
    return createServer(express);
  },
  'Express, in a Router in a Router': (receiver) => {
    const inner = createExpress
      .Router()
      .post('/:secret', (request, response) => receiver.node(request, response));
    const outer = createExpress.Router().use('/hooks', inner);
    return createServer(createExpress().use(outer));
  },
  'Express, mounted behind its parser': (receiver) =>
    createServer(
      createExpress()
        .use(createExpress.json())
        .use(mounted, (request, response) => void receiver.node(request, response)),
    ),
  'Fastify, with a prefix': async (receiver) => {
    const server = fastify();
    await server.register(
      async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
        scope.post('/', async (request, reply) => {
          reply.hijack();
          await receiver.node(request.raw, reply.raw);
        });
      },
      { prefix: mounted },
    );
    await server.ready();
    return server.server;
  },
  'Koa, mounted': (receiver) => {
    const koa = new Koa();
    const hooks = async (context: Koa.Context) => {
      context.respond = false;
      await receiver.node(context.req, context.res, { url: context.originalUrl });
    };
    return createServer(koa.use(mount(mounted, hooks)).callback());
  },
  'Hono, in a route of a route': (receiver) => {
    const hooks = new Hono().post(`/${secret}`, (context) => receiver.fetch(context.req.raw));
    return serveHono(new Hono().route('/hooks', hooks));
  },
  'Hono, mounted': (receiver) => {
    const hono = new Hono();
    hono.mount(mounted, (request: Request) => receiver.fetch(request), {
      replaceRequest: (request) => request,
    });
    return serveHono(hono);
  },
};

describe('what a framework has mounted is reached by the whole address', () => {
  test.each(Object.entries(mounts))('%s', async (_, serve) => {
    const { post, calls } = await open(serve);
    expect(await readAnswer(await post())).toEqual({ status: 200, code: 0 });
    expect(calls).toEqual([status.CallId]);
  });
});

/** Each with what takes the body on, and without it. */
const parsers: Readonly<Record<string, (isTaken: boolean) => Serve>> = {
  'koa-bodyparser': (isTaken) => (receiver) => {
    const koa = new Koa().use(bodyParser());
    koa.use(async (context) => {
      context.respond = false;
      await receiver.node(context.req, context.res, isTaken ? { body: context.request.rawBody } : {});
    });
    return createServer(koa.callback());
  },
  'the JSON parser of Fastify': (isTaken) => async (receiver) => {
    const server = fastify();
    server.post('/hooks/:secret', async (request, reply) => {
      reply.hijack();
      await receiver.node(request.raw, reply.raw, isTaken ? { body: request.body } : {});
    });
    await server.ready();
    return server.server;
  },
  'express.json() that leaves the body elsewhere': (isTaken) => (receiver) => {
    const express = createExpress().use(createExpress.json());
    express.use((request: IncomingMessage & { body?: unknown }, response) => {
      const { body } = request;
      delete request.body;
      void receiver.node(request, response, isTaken ? { body } : {});
    });
    return createServer(express);
  },
  'Hono, by request.text()': (isTaken) => (receiver) => {
    const hono = new Hono().post('/hooks/:secret', async (context) => {
      const body = await context.req.text();
      return receiver.fetch(context.req.raw, isTaken ? { body } : {});
    });
    return serveHono(hono);
  },
};

describe('a body that a framework has read', () => {
  test.each(Object.entries(parsers))('%s: says so, with what to pass', async (_, serve) => {
    const { post, outcomes, calls } = await open(serve(false));
    expect(await readAnswer(await post())).toEqual({ status: 400, code: 3 });
    expect(outcomes).toEqual([
      expect.objectContaining({
        code: 'body-already-read',
        detail: expect.stringMatching(/read.*\{ body \}/),
      }),
    ]);
    expect(calls).toEqual([]);
  });

  test.each(Object.entries(parsers))('%s: is handled when it is passed on', async (_, serve) => {
    const { post, calls } = await open(serve(true));
    expect(await readAnswer(await post())).toEqual({ status: 200, code: 0 });
    expect(calls).toEqual([status.CallId]);
  });

  test.each([{}, null])('a parser that leaves a body alone and %j behind loses nothing', async (left) => {
    const { post, calls } = await open((receiver) => {
      const express = createExpress();
      express.use((request: IncomingMessage & { body?: unknown }, response) => {
        // As the parsers of Express 4 do with a type that is not theirs.
        request.body = left;
        void receiver.node(request, response);
      });
      return createServer(express);
    });
    expect(await readAnswer(await post())).toEqual({ status: 200, code: 0 });
    expect(calls).toEqual([status.CallId]);
  });
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE'])(
  '%s is refused with the method that is received',
  async (method) => {
    const fetched: Serve = (receiver) =>
      serveHono(new Hono().all('*', (context) => receiver.fetch(context.req.raw)));
    for (const serve of [(receiver: Receiver) => createServer(receiver.node), fetched]) {
      const { url } = await open(serve);
      const response = await fetch(`${url}${mounted}?${query}`, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  },
);

test('what is said of Fastify has every step of the example', () => {
  const example = readFileSync(join(import.meta.dirname, '../../examples/fastify.ts'), 'utf8');
  const steps = [...example.matchAll(/(?:hooks|reply|receiver)\.(?!all)\w+\(/g)].map(([step]) =>
    step.replace('hooks.', 'scope.'),
  );
  const row = page.split('\n').find((line) => line.startsWith('| Fastify |')) ?? '';
  expect(steps.filter((step) => !row.includes(step))).toEqual([]);
  expect(steps).toHaveLength(4);
});
