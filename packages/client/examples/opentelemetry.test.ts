import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createTrtcCallClient, type FetchLike } from '@trtc-call/client';
import { expect, test } from 'vitest';
import { refusal, sampleRecord, success } from '../src/testing/answering-fetch.ts';
import { traceCalls } from './opentelemetry.ts';

/** The spans of one call whose answers come in turn. */
async function spansOf(...answers: (() => Response)[]) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const fetch: FetchLike = async () => (answers.shift() ?? Response.error)();
  const client = createTrtcCallClient({
    generation: 'v1',
    sdkAppId: 1400000000,
    userSig: 'canary-sig',
    fetch,
    retry: { baseMilliseconds: 1 },
    ...traceCalls(provider.getTracer('test')),
  });
  const outcome = await client.records.get('a-call').catch((error: unknown) => error);
  return { outcome, spans: exporter.getFinishedSpans() };
}

test('each attempt is a client span with the attributes of the HTTP conventions', async () => {
  const { outcome, spans } = await spansOf(
    () => new Response('', { status: 502 }),
    () => Response.json(success(sampleRecord)),
  );
  expect(outcome).toEqual(sampleRecord);
  const common = {
    'http.request.method': 'POST',
    'server.address': 'callkit-intl.trtc.tencent-cloud.com',
    'server.port': 443,
    'url.full': 'https://callkit-intl.trtc.tencent-cloud.com/v1/records/get_record_by_callId',
    'trtc_call.operation_id': 'getRecordByCallId',
  };
  expect(
    spans.map(({ name, kind, attributes, status }) => ({ name, kind, attributes, code: status.code })),
  ).toEqual([
    {
      name: 'POST',
      kind: SpanKind.CLIENT,
      attributes: { ...common, 'http.response.status_code': 502, 'error.type': '502' },
      code: SpanStatusCode.ERROR,
    },
    {
      name: 'POST',
      kind: SpanKind.CLIENT,
      attributes: {
        ...common,
        'http.request.resend_count': 1,
        'http.response.status_code': 200,
        'trtc_call.request_id': success(sampleRecord).requestId,
      },
      code: SpanStatusCode.UNSET,
    },
  ]);
  const shown = JSON.stringify(
    spans.map(({ name, attributes, status, events }) => [name, attributes, status, events]),
  );
  expect(shown).not.toContain('canary');
});

test('a refusal is an error by its code, though its HTTP status is 200', async () => {
  const { spans } = await spansOf(() => Response.json(refusal(70001)));
  expect(spans).toMatchObject([
    {
      attributes: { 'error.type': '70001', 'http.response.status_code': 200 },
      status: { code: SpanStatusCode.ERROR },
    },
  ]);
});

test('a call that could not be sent has a span that ended', async () => {
  const { spans } = await spansOf(
    () => {
      throw Object.assign(new Error('closed'), { code: 'ECONNRESET' });
    },
    () => Response.json(success(sampleRecord)),
  );
  expect(spans).toMatchObject([
    { attributes: { 'error.type': 'ECONNRESET' } },
    { status: { code: SpanStatusCode.UNSET } },
  ]);
});
