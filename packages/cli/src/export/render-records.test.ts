import type { CallRecord } from '@trtc-call/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRenderer } from './render-records.ts';

const record: CallRecord = {
  callId: 'one',
  sdkAppId: 1,
  mediaType: 'audio',
  roomId: '7',
  startCallTs: 1_700_000_000,
  caller: 'alice',
  totalUserNumber: 2,
  callType: 'single',
  callResult: 'cancel',
  callees: ['b,"c"', 'd'],
};

async function csv(over: Partial<CallRecord>, guard = true) {
  const renderer = await createRenderer('csv', guard);
  return renderer.render([{ ...record, ...over }]);
}

test('the columns are those of the contract, and a cell that would end a line is quoted', async () => {
  const { head } = await createRenderer('csv', true);
  expect(head).toBe(
    'callId,sdkAppId,mediaType,roomId,startCallTs,acceptTs,endTs,caller,totalUserNumber,callType,callResult,callees\n',
  );
  expect(await csv({ caller: 'a\n"b"' })).toEqual({
    text: 'one,1,audio,7,1700000000,,,"a\n""b""",2,single,cancel,"[""b,\\""c\\"""",""d""]"\n',
    guarded: 0,
  });
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', "'", '＝1'])(
  '%j is kept from being a formula',
  async (caller) => {
    const { text, guarded } = await csv({ caller, callees: [] });
    expect(text.replaceAll('"', '')).toContain(`,'${caller},`);
    expect(guarded).toBe(1);
    const bare = await csv({ caller, callees: [] }, false);
    expect({ ...bare, text: bare.text.replaceAll('"', '') }).toMatchObject({
      guarded: 0,
      text: expect.stringContaining(`,${caller},`),
    });
  },
);

test("whoever takes one ' off each cell that begins with it has the value again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom(...`='+-@ab"，,\n`) }), async (caller) => {
      const { text } = await csv({ caller, callees: [], roomId: 'R', acceptTs: 5, endTs: 6 });
      const cell = /,5,6,(.*),2,single,cancel,\[\]\n$/s.exec(text)?.[1] ?? '';
      const value = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(value.replace(/^'/, '')).toBe(caller);
    }),
  );
});

test('jsonl holds members that the contract does not name', async () => {
  const { render } = await createRenderer('jsonl', true);
  const more = { ...record, newMember: { deep: '=1' } };
  expect(JSON.parse(render([more]).text)).toEqual(more);
});
