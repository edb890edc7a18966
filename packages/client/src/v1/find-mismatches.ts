import type { Asked } from '../contract.ts';
import { isObject } from '../describe-value.ts';
import type { Issue } from '../schema/schema.ts';
import { readCode } from './envelope.ts';

// In seconds the year 5138, in milliseconds 1973: no call was at either.
const mostSeconds = 1e11;

/**
 * Where a success is not the answer to what was asked: the record of another call or another app, a record that does not
 * match the words of the filter, and times that are not in seconds. A missing member is for `findViolations`.
 */
export function findMismatches({ operationId, sdkAppId, body }: Asked, answer: unknown): Issue[] {
  const { errorCode, data } = isObject(answer) ? answer : {};
  if (readCode(errorCode) !== 0 || !isObject(data)) return [];
  const { callId, callResult, callType } = isObject(body) ? body : {};
  if (operationId === 'getRecordByCallId') return compareRecord(data, { callId, sdkAppId }, '/data');
  const { callRecordList: records } = data;
  if (operationId !== 'getRecordsByFilter' || !Array.isArray(records)) return [];
  return records.flatMap((record: unknown, at) =>
    compareRecord(record, { sdkAppId, callResult, callType }, `/data/callRecordList/${at}`),
  );
}

function compareRecord(record: unknown, wanted: Readonly<Record<string, unknown>>, place: string): Issue[] {
  if (!isObject(record)) return [];
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const got = record[name];
    // Of another type it is a violation already.
    if (typeof got !== typeof value || got === value) continue;
    const expected = `the ${name} that was asked for`;
    issues.push({ rule: 'mismatch', pointer: `${place}/${name}`, expected, got: 'another one' });
  }
  for (const name of ['startCallTs', 'acceptTs', 'endTs']) {
    const time = record[name];
    if (typeof time !== 'number' || time <= mostSeconds) continue;
    const expected = 'a time in Unix seconds';
    issues.push({
      rule: 'range',
      pointer: `${place}/${name}`,
      expected,
      got: 'one that looks like milliseconds',
    });
  }
  return issues;
}
