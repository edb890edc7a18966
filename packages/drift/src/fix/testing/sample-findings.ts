import { diff } from 'node:util';
import { isObject } from '@trtc-call/reporting/values';
import type { SpecChange } from '../../findings/difference.ts';
import { type Finding, makeFinding } from '../../findings/finding.ts';
import { findDriftIn } from '../../testing/judged.ts';
import { sampleAnswer, sampleExchange, sampleRefusal } from '../../testing/sample-exchange.ts';
import type { Exchange } from '../../traffic/exchange.ts';
import { ContractFiles } from '../contract-files.ts';
import { planFixes } from '../plan-fixes.ts';
import { contract } from './checkouts.ts';

/** A finding that proposes a change, as a check makes it. Two changes have two ids. */
export function proposeChange(change: SpecChange, parts: Partial<Finding> = {}): Finding {
  return makeFinding({
    fingerprint: {
      rule: 'undocumented-field',
      subject: 'getRecordByCallId',
      pointer: '',
      before: '',
      after: JSON.stringify(change),
    },
    class: 'additive',
    operationId: 'getRecordByCallId',
    location: undefined,
    title: `A difference: ${change.kind}`,
    meaning: 'Nothing breaks.',
    proposal: { text: 'Look at it.', safe: true, change },
    sightings: [{ sensor: 'probes', count: 3, first: '2026-11-20T08:00:00.000Z' }],
    ...parts,
  });
}

const schemas = '#/components/schemas';

/** One change of each kind that the contract can take, and the words that stand beside a list. */
export const sampleChanges = {
  field: {
    kind: 'add-field',
    schema: `${schemas}/CallRecord`,
    name: 'recordUrl',
    seen: { type: ['null', 'string'] },
  },
  nested: {
    kind: 'add-field',
    schema: `${schemas}/CallbackConfiguration`,
    name: 'yes',
    seen: {
      type: ['object'],
      properties: {
        size: { type: ['integer'] },
        tags: { type: ['array'], items: { type: ['object'], properties: {} } },
        later: { type: ['null'] },
      },
    },
  },
  optional: { kind: 'make-optional', schema: `${schemas}/CallRecord`, name: 'callType' },
  wordBeside: {
    kind: 'add-word',
    site: `${schemas}/CallRecord/properties/callResult`,
    words: `${schemas}/CallResult/enum`,
    word: 'offline',
  },
  wordInList: {
    kind: 'add-word',
    site: `${schemas}/CallRecord/properties/mediaType`,
    words: `${schemas}/MediaType/enum`,
    word: 'hologram',
  },
  newCode: { kind: 'add-code', code: 70010, operationId: 'getCallback' },
  knownCode: { kind: 'add-code', code: 999, operationId: 'setCallback' },
} satisfies Record<string, SpecChange>;

/** What a vendor answers that has more fields, words and codes than the contract, and leaves one field out. */
function changedExchanges(): Exchange[] {
  const one = sampleAnswer('getRecordByCallId');
  const page = sampleAnswer('getRecordsByFilter');
  const { data } = page;
  const records = isObject(data) && Array.isArray(data.callRecordList) ? data.callRecordList : [];
  return [
    sampleExchange('getRecordByCallId', { answer: { ...one, data: changedRecord(one.data) } }),
    sampleExchange('getRecordsByFilter', {
      // Without words, which the changed records would not match.
      body: { startTimestamp: 1_688_000_000 },
      answer: { ...page, data: { ...Object(data), callRecordList: records.map(changedRecord) } },
    }),
  ];
}

function changedRecord(record: unknown): unknown {
  const { callType, ...rest } = Object(record);
  const quality = { loss: 0.5, regions: [{ name: 'a' }], later: null };
  return { ...rest, recordUrl: null, yes: true, quality, callResult: 'offline', mediaType: 'hologram' };
}

function changedCalls(): Exchange[] {
  const answer = sampleAnswer('getRecordByCallId', 'v4');
  const response = Object(answer.Response);
  const { MediaType, ...rest } = response.CallRecord;
  const record = { ...rest, RecordUrl: null, CallResult: 'Vanish', CallType: 'TrioCall' };
  return [
    sampleExchange('getRecordByCallId', {
      generation: 'v4',
      answer: { ...answer, Response: { ...response, CallRecord: record } },
    }),
  ];
}

export function changedFindings(): Finding[] {
  // Enough for an absent field to count as never seen, unless the contract knows of it.
  return findDriftIn(Array.from({ length: 20 }, () => [...changedExchanges(), ...changedCalls()]).flat());
}

export function refusalFindings(): Finding[] {
  return findDriftIn([
    sampleExchange('getCallback', { answer: sampleRefusal(70010) }),
    sampleExchange('getRecordByCallId', { answer: sampleRefusal(999) }),
    sampleExchange('endCall', { generation: 'v4', answer: sampleRefusal(101_099, 'v4') }),
    sampleExchange('endCall', { generation: 'v4', answer: sampleRefusal(100_301, 'v4') }),
  ]);
}

export const testTime = Date.UTC(2026, 10, 23);

type Edits = Readonly<Record<string, (text: string) => string>>;

/** Plans changes on a copy of the contract, and says what differs in each file. */
export function plan(changes: readonly SpecChange[], edits: Edits = {}) {
  const untouched = new ContractFiles(contract);
  const edited = Object.entries(edits).map(([file, edit]): [string, string] => {
    const text = edit(untouched.text(file));
    if (text === untouched.text(file)) throw new TypeError(`${file} is not as the test expects it`);
    return [file, text];
  });
  const before = new ContractFiles(contract, new Map(edited));
  const { changed, fixes, undecided } = planFixes(
    changes.map((change) => proposeChange(change)),
    () => before,
    testTime,
  );
  const files = afterFixes(changed);
  const diffs = [...files.changed].flatMap(([file, text]) => {
    const known = before.has(file) ? before.text(file) : '';
    return text === known ? [] : [[file, lineDiff(known, text)]];
  });
  return {
    files,
    fixes,
    diff: Object.fromEntries(diffs),
    why: undecided.map(({ why }) => why),
  };
}

export function afterFixes(changed: ReadonlyMap<string, string>): ContractFiles {
  return new ContractFiles(
    contract,
    new Map([...changed].map(([path, text]) => [path.replace('spec/v1/', ''), text])),
  );
}

/** The lines that went and that came between two texts, as a unified diff marks them. */
function lineDiff(before: string, after: string): string[] {
  const changes = diff(before.split('\n'), after.split('\n'));
  return changes.flatMap(([kind, line]) => (kind === 0 ? [] : [`${kind === 1 ? '-' : '+'}${line}`]));
}
