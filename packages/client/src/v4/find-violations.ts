import type { OperationId } from '@trtc-call/spec/v4';
import type { Asked, Findings } from '../contract.ts';
import { isObject } from '../describe-value.ts';
import { breaks, compile, type Issue, type Validator } from '../schema/schema.ts';
import { readCode, readRequestId } from './envelope.ts';
import { dataSchemas, documentedCodes, envelopeSchema } from './generated/v4-answers.gen.ts';
import { dataFacts } from './generated/v4-tables.gen.ts';

// In seconds the year 5138, in milliseconds 1973: no call was at either.
const mostSeconds = 1e11;

/** Holds answers against what each operation is documented to answer, and against what was asked. */
export function createFindViolations(): (
  asked: Asked & { operationId: OperationId },
  answer: unknown,
) => Findings {
  // Each is made with the first answer that it is held against.
  const validators = new Map<string, Validator>();
  const check = (name: OperationId | 'envelope', value: unknown, pointer: string): Issue[] => {
    const validator =
      validators.get(name) ?? compile(name === 'envelope' ? envelopeSchema : dataSchemas[name]);
    validators.set(name, validator);
    return validator
      .check(value, pointer)
      .map(({ rule, pointer, expected, got }) => ({ rule, pointer, expected, got }));
  };

  return (asked, answer) => {
    const { operationId } = asked;
    const { Response: data, ActionStatus: status }: Record<string, unknown> = isObject(answer) ? answer : {};
    const found = check('envelope', answer, '');
    const code = readCode(answer);
    const word = code === 0 ? 'OK' : 'FAIL';
    if (code !== undefined && (status === 'OK' || status === 'FAIL') && status !== word) {
      const expected = `"${word}", since ErrorCode is ${code}`;
      found.push({ rule: 'mismatch', pointer: '/ActionStatus', expected, got: `"${status}"` });
    }
    const isMissing = data === undefined && dataFacts[operationId].allowsNothing;
    if (code === 0 && !isMissing) found.push(...check(operationId, data, '/Response'));
    if (code === 0) found.push(...findMismatches(asked, data));
    const issues: Findings['issues'][number][] = [...found];
    const codes = documentedCodes[operationId];
    if (code !== undefined && code !== 0 && !codes.includes(code)) {
      const expected = `one of ${codes.join(', ')}`;
      issues.push({ rule: 'undocumented-code', pointer: '/ErrorCode', expected, got: String(code) });
    }
    return { requestId: readRequestId(answer), issues, breaking: found.filter(breaks) };
  };
}

/**
 * Where a success is not the answer to what was asked: another call, a record that does not match the words of the
 * filter, and times that are not in seconds. A missing member is for the schema.
 */
function findMismatches({ operationId, body }: Asked, data: unknown): Issue[] {
  if (!isObject(data)) return [];
  const { CallId, CallResult, CallType } = isObject(body) ? body : {};
  if (operationId === 'getCallInfo') return compare(data.CallInfo, { CallId }, '/Response/CallInfo');
  if (operationId === 'getRecordByCallId') {
    return compare(data.CallRecord, { CallId }, '/Response/CallRecord');
  }
  const { CallRecordList: records } = data;
  if (operationId !== 'getRecordsByFilter' || !Array.isArray(records)) return [];
  return records.flatMap((record: unknown, at) =>
    compare(record, { CallResult, CallType }, `/Response/CallRecordList/${at}`),
  );
}

function compare(record: unknown, wanted: Readonly<Record<string, unknown>>, place: string): Issue[] {
  if (!isObject(record)) return [];
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const got = record[name];
    // Of another type it is a violation already.
    if (typeof got !== typeof value || got === value) continue;
    const expected = `the ${name} that was asked for`;
    issues.push({ rule: 'mismatch', pointer: `${place}/${name}`, expected, got: 'another one' });
  }
  for (const name of ['StartTime', 'AcceptTime', 'EndTime']) {
    const time = record[name];
    if (typeof time !== 'number' || time <= mostSeconds) continue;
    const [expected, got] = ['a time in Unix seconds', 'one that looks like milliseconds'];
    issues.push({ rule: 'range', pointer: `${place}/${name}`, expected, got });
  }
  return issues;
}
