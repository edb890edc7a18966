import { expect, test, vi } from 'vitest';
import { type ConfirmingRecord, joinContracts, type WebhookContract } from './contract.ts';
import { digestText } from './events/read-event.ts';
import type { AnyEvent } from './generations.ts';
import { openReceiver } from './receiver/open-receiver.ts';
import type { ReceiverOptions, RecordSources } from './receiver/options.ts';
import type { Outcome } from './receiver/outcome.ts';
import { memoryStore } from './stores/memory.ts';
import { app, record, status } from './testing/open-receiver.ts';
import { v1 } from './v1/contract.ts';

/** A generation with names, answers, identity and records of its own, as the next one will have. */
const other: WebhookContract<AnyEvent> = {
  generation: 'other',
  query: { app: 'App', command: 'What', contentType: 'Type', clientIp: 'Ip', platform: 'On' },
  commands: ['Call.Ended'],
  members: new Set(['Id', 'At']),
  words: new Set(['Ended']),
  retryWaitsSeconds: [0],
  recordSeconds: 14 * 86_400,
  signature: undefined,
  readEvent: (head, command, { canonical }) => ({
    ...head,
    fingerprint: digestText(`other ${canonical}`),
    misfits: [],
    family: 'unknown',
    command: '*',
    word: command,
  }),
  writeAnswer: (ErrorCode, ErrorInfo) =>
    JSON.stringify({ ErrorCode, ErrorInfo, ActionStatus: ErrorCode === 0 ? 'OK' : 'FAIL' }),
  findTime: ({ raw }) => Number(raw.body.At),
  findCallId: ({ raw }) => String(raw.body.Id),
  hasRecord: () => true,
  findContradiction: (event, { callId }: ConfirmingRecord) =>
    callId === event.raw.body.Id ? undefined : 'another call',
  recordNotFound: 1,
};

test('a generation beside v1 is received by its own names, answers, times, ids and records', async () => {
  const events: unknown[] = [];
  const get = vi.fn(async (callId: string) => ({ ...record, callId }));
  const outcomes: Outcome[] = [];
  const confirm: RecordSources & { readonly other: object } = { v1: { get }, other: { get } };
  const options: ReceiverOptions = {
    sdkAppId: app,
    on: { '*': ({ generation, raw }) => events.push([generation, raw.body]) },
    confirm,
    maxAgeMilliseconds: 1000,
    now: () => 5000,
    onOutcome: (outcome) => outcomes.push(outcome),
  };
  const receiver = openReceiver(joinContracts<AnyEvent>(v1, other), options, memoryStore());
  const send = async (body: object, query = `App=${app}&What=Call.Ended&Type=json`) => {
    const init = { method: 'POST', body: JSON.stringify(body) };
    return (await receiver.fetch(new Request(`https://receiver.example/?${query}`, init))).json();
  };
  const body = { Id: 'a', At: 4500 };
  expect(await send(body)).toEqual({ ErrorCode: 0, ErrorInfo: 'Success', ActionStatus: 'OK' });
  expect(await send(body)).toMatchObject({ ActionStatus: 'OK' });
  expect(await send({ Id: 'a', At: 3000 })).toMatchObject({ ActionStatus: 'FAIL' });
  expect(await send(body, 'App=x&What=Call.Ended')).toMatchObject({ ActionStatus: 'FAIL' });
  const ofV1 = { ...status, EventTime: 5 };
  const query = `sdkappid=${app}&command=normal_end`;
  expect(await send(ofV1, query), 'v1 goes on').toEqual({ ErrorCode: 0, ErrorMessage: 'Success' });
  expect(events).toEqual([
    ['other', body],
    ['v1', ofV1],
  ]);
  expect(get.mock.calls.map(([callId]) => callId)).toEqual(['a', status.CallId]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([
    'handled',
    'duplicate',
    'refused',
    'refused',
    'handled',
  ]);
});

test('what is done is remembered for a day longer than the generation keeps records that keeps them longest', async () => {
  const store = memoryStore();
  const complete = vi.spyOn(store, 'complete');
  const on = { '*': () => {} };
  const receiver = openReceiver(joinContracts<AnyEvent>(v1, other), { sdkAppId: app, on }, store);
  const url = `https://receiver.example/?sdkappid=${app}&command=normal_end`;
  await receiver.fetch(new Request(url, { method: 'POST', body: JSON.stringify(status) }));
  expect(complete.mock.calls[0]?.[2]).toBe(15 * 86_400_000);
});
