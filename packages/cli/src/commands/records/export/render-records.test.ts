import type { CallRecord } from '@trtc-call/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { facts } from '../../../facts.ts';
import { createRenderer } from './render-records.ts';

const { columns } = facts.v1;
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
  const renderer = await createRenderer('csv', guard, [{ columns }]);
  return renderer.render([{ ...record, ...over }]);
}

test('the columns are those of the contract, and a cell that would end a line is quoted', async () => {
  const { head } = await createRenderer('csv', true, [{ columns }]);
  expect(head).toBe(
    'callId,sdkAppId,mediaType,roomId,startCallTs,acceptTs,endTs,caller,totalUserNumber,callType,callResult,callees\n',
  );
  expect(await csv({ caller: 'a\n"b"' })).toEqual({
    text: 'one,1,audio,7,1700000000,,,"a\n""b""",2,single,cancel,"[""b,\\""c\\"""",""d""]"\n',
    guarded: 0,
  });
});

test.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', ' =1', '"=1', "'", '＝1', '\u200b=1'])(
  '%j is kept from being a formula',
  async (caller) => {
    const { text, guarded } = await csv({ caller, callees: [] });
    expect(text.replaceAll('"', '')).toContain(`,'${caller.replaceAll('"', '')},`);
    expect(guarded).toBe(1);
    const bare = await csv({ caller, callees: [] }, false);
    expect(bare.guarded).toBe(0);
    expect(bare.text).not.toContain(`'${caller}`);
  },
);

test.each(['x;=1+1', 'x\t=1+1', 'x\n=1+1', 'x\r=1+1', 'x; "=1+1', 'x;＝1'])(
  '%j is kept from being a formula where another separator is usual',
  async (caller) => {
    const { text, guarded } = await csv({ caller, callees: [] });
    expect(text).toMatch(/[;\t\n\r]'[ "]*[=＝]1/);
    expect(guarded).toBe(1);
  },
);

test.each(['-5', '+8613800138000', '-1.50', 'a-b', 'a=b', 'x;y', 'a;b;c=1', 'tel:+86', 'mailto:a@b.example'])(
  '%j is left as it is: nothing runs it',
  async (caller) => {
    const { text, guarded } = await csv({ caller, callees: [] });
    expect(text).toContain(`,${caller},`);
    expect(guarded).toBe(0);
  },
);

test('a number that begins a row is guarded: without commas its field goes on behind it', async () => {
  expect((await csv({ callId: '-5' })).text).toMatch(/^'-5,/);
});

test('a list is the same JSON, without a semicolon before what begins like a formula', async () => {
  const callees = ['a;=1+1', 'b; "+1', 'c;d', '=1'];
  const { text, guarded } = await csv({ callees });
  const cell = /,cancel,"(.*)"\n$/s.exec(text)?.[1]?.replaceAll('""', '"') ?? '';
  expect(cell).not.toMatch(/;[ "]*[=+]/);
  expect(JSON.parse(cell)).toEqual(callees);
  expect(guarded).toBe(0);
});

/** Fields as a spreadsheet finds them: quotes count at the start of a field, and what follows the last one is kept. */
function split(text: string, separator: string): string[] {
  const ends = separator === '\t' ? String.raw`\t` : separator;
  const field = new RegExp(String.raw`(?:"((?:[^"]|"")*)"?)?([^${ends}\n\r]*)(?:[${ends}\n\r]|$)`, 'gy');
  const found = [...text.matchAll(field)].map(
    ([, quoted = '', rest = '']) => quoted.replaceAll('""', '"') + rest,
  );
  // The pattern finds one more, empty, at the very end.
  return found.slice(0, -1);
}

test('the reader of this test splits as spreadsheets do', () => {
  expect(split('a;"b;""c"d;"e\nf"\n\ng', ';')).toEqual(['a', 'b;"cd', 'e\nf', '', 'g']);
  expect(split('a,"b;=1"\n', ';')).toEqual(['a,"b', '=1"']);
});

const tricky = fc.string({ unit: fc.constantFrom(...`='+-@ab1 "，,;＝\t\n\r\u200b`), maxLength: 12 });
const anyRecord = fc.record({
  callId: tricky,
  roomId: tricky,
  caller: tricky,
  callees: fc.array(tricky, { maxLength: 3 }),
});

test('no spreadsheet finds a formula, whichever separator it splits at', async () => {
  const { head, render } = await createRenderer('csv', true, [{ columns }]);
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 3 }), (overs) => {
      const { text } = render(overs.map((over) => ({ ...record, ...over })));
      for (const separator of [',', ';', '\t']) {
        // What blanks, quotes and unseen characters hide at the start of a field may be cut off.
        const found = split(head + text, separator).filter(
          (field) => /^[\s"\u200b]*[=+\-@＝]/.test(field) && !/^[+-]?\d+$/.test(field),
        );
        expect(found, `split at ${JSON.stringify(separator)}`).toEqual([]);
      }
    }),
    { numRuns: 2000 },
  );
});

test("taking one ' off each start of a field gives the value back, and JSON reads as it was", async () => {
  const { render } = await createRenderer('csv', true, [{ columns }]);
  fc.assert(
    fc.property(anyRecord, (over) => {
      const { text } = render([{ ...record, ...over }]);
      const [callId, , , roomId, , , , caller, , , , ...callees] = split(text, ',');
      const value = (cell = '') => cell.replaceAll(/(?<=^|[;\t\r\n])'/g, '');
      expect([callId, roomId, caller].map(value)).toEqual([over.callId, over.roomId, over.caller]);
      expect(JSON.parse(callees[0] ?? '')).toEqual(over.callees);
    }),
    { numRuns: 2000 },
  );
});

test('jsonl holds members that the contract does not name', async () => {
  const { render } = await createRenderer('jsonl', true, [{ columns }]);
  const more = { ...record, newMember: { deep: '=1' } };
  expect(JSON.parse(render([more]).text)).toEqual(more);
});
