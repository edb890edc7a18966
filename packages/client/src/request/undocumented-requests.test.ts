import { describe, expect, test } from 'vitest';
import { type ContractViolation, createTrtcCallClient, type TrtcCallClient } from '../index.ts';
import { accountV1, fetchAnswering, rejection, success } from '../testing/answering-fetch.ts';

const emptyPage = success({ totalNum: 0, page: 1, callRecordList: [] });
const address = 'https://a.example/hook';

function setUp(answer: unknown, options: { identifier?: string; validate?: 'off' | 'strict' } = {}) {
  const { fetch, sent } = fetchAnswering(answer);
  const violations: ContractViolation[] = [];
  const client = createTrtcCallClient({
    ...accountV1,
    validate: 'strict',
    onContractViolation: (violation) => violations.push(violation),
    ...options,
    fetch,
  });
  return { client, sent, violations };
}

const cases: Record<
  string,
  [answer: unknown, call: (client: TrtcCallClient) => Promise<unknown>, pointer: string]
> = {
  'a result that a page prints and no list has': [
    emptyPage,
    ({ records }) => records.query({ startTimestamp: 1, callResult: 'offline' }),
    '/callResult',
  ],
  'a type in capitals': [
    emptyPage,
    ({ records }) => records.query({ startTimestamp: 1, callType: 'Single' }),
    '/callType',
  ],
  'a result of a list': [
    emptyPage,
    ({ records }) =>
      records.list({ startTimestamp: 1, endTimestamp: 2, callResult: 'offline' }).toArray({ limit: 1 }),
    '/callResult',
  ],
  'an end before its start': [
    emptyPage,
    ({ records }) => records.query({ startTimestamp: 9, endTimestamp: 8 }),
    '/endTimestamp',
  ],
  'an action': [
    success(address),
    ({ callbacks }) => callbacks.set({ address, actions: ['cancel', 'a_new_one'] }),
    '/actions/1',
  ],
};

describe.each(Object.entries(cases))('%s', (_, [answer, call, pointer]) => {
  test('is sent, and reported', async () => {
    const { client, sent, violations } = setUp(answer);
    await call(client);
    expect(sent).toHaveLength(1);
    expect(violations).toMatchObject([{ rule: 'undocumented-request', pointer, requestId: undefined }]);
  });

  test('is sent without a word where nothing is to be checked', async () => {
    const { client, sent, violations } = setUp(answer, { validate: 'off' });
    await call(client);
    expect([sent.length, violations]).toEqual([1, []]);
  });
});

test.each(['admin.ops', 'admin@corp', 'ä'.repeat(40)])(
  'the identifier %s is used, and reported once',
  async (identifier) => {
    const { client, sent, violations } = setUp(emptyPage, { identifier });
    await client.records.query({ startTimestamp: 1 });
    await client.records.query({ startTimestamp: 1 });
    expect(sent.map(({ url }) => url.searchParams.get('identifier'))).toEqual([identifier, identifier]);
    expect(violations).toMatchObject([
      { rule: 'undocumented-request', pointer: '?identifier', got: 'another string' },
    ]);
  },
);

test('an address in capitals is sent as it is, and is nothing to report', async () => {
  const { client, sent, violations } = setUp(success('HTTPS://A.EXAMPLE'));
  await client.callbacks.set({ address: 'HTTPS://A.EXAMPLE', actions: [] });
  expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ address: 'HTTPS://A.EXAMPLE', actions: [] });
  expect(violations).toEqual([]);
});

test('api sends words and members that no page names', async () => {
  const { client, sent } = setUp(emptyPage);
  const body = { startTimestamp: 1, callResult: 'offline', region: 'sg' };
  await client.api.POST('/v1/records/get_records_by_filter', { body });
  expect(JSON.parse(String(sent[0]?.init.body))).toEqual(body);
});

test('names that are not members of a filter are still refused: a slip would change what is asked for', async () => {
  const { client, sent } = setUp(emptyPage);
  const filter = { startTimestamp: 1, callresult: 'offline' };
  expect(await rejection(client.records.query(filter))).toMatchObject({
    kind: 'argument',
    field: 'filter.callresult',
  });
  expect(sent).toEqual([]);
});
