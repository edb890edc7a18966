import { isObject } from '@trtc-call/reporting/values';
import type { Envelope } from '@trtc-call/spec';
import type { Asked, ContractRule, Findings } from './contract.ts';
import { describeValue } from './describe-value.ts';
import { breaks, compile, type Issue, type Schema, type Validator } from './schema/schema.ts';

/** How a generation answers. Tables are by operation. */
export interface AnswerFacts {
  /** What the members around the data are called. */
  readonly envelope: Envelope;
  /** Whether a code may come as text. */
  readonly readsTextCodes: boolean;
  readonly envelopeSchema: Schema;
  readonly dataSchemas: Readonly<Record<string, Schema>>;
  readonly dataFacts: Readonly<Record<string, DataFacts>>;
  readonly documentedCodes: Readonly<Record<string, readonly number[]>>;
  /** Where the data repeat what was asked for. */
  readonly echoes: Readonly<Record<string, Echo>>;
  /** The members of a record that are Unix seconds. */
  readonly times: readonly string[];
}

/** What the data of a success are. */
export interface DataFacts {
  readonly type: 'object' | 'string';
  /** Whether a success may come without them. */
  readonly mayBeMissing: boolean;
  /** Whether they may say nothing: `null`, an empty string or an empty object. */
  readonly mayBeEmpty: boolean;
}

export interface Echo {
  /** The member of the data that is the record, or the list of records; the data themselves without it. */
  readonly member?: string;
  readonly names: readonly string[];
}

const textCode = /^(0|-?[1-9]\d*)$/;

/** The code of an answer; undefined where it is of no documented type, and so says nothing. */
export function readCode({ envelope, readsTextCodes }: AnswerFacts, answer: unknown): number | undefined {
  const code = isObject(answer) ? answer[envelope.code] : undefined;
  const isCode = typeof code === 'string' ? readsTextCodes && textCode.test(code) : Number.isInteger(code);
  return isCode ? Number(code) : undefined;
}

/** What the answer says of itself, without a judgement. */
export function readRequestId({ envelope }: Pick<AnswerFacts, 'envelope'>, answer: unknown) {
  const id = isObject(answer) ? answer[envelope.requestId] : undefined;
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : undefined;
}

/** Whether data are there, and say nothing. */
export function isNothing(data: unknown): boolean {
  return data === null || data === '' || (isObject(data) && Object.keys(data).length === 0);
}

/** A value that is not what a program cannot do without. */
export function describeIssue(pointer: string, expected: string, value: unknown): Issue {
  const rule = value === undefined ? 'required' : 'type';
  return { rule, pointer, expected, got: describeValue(value) };
}

/** Holds answers against what each operation is documented to answer. */
export function createFindViolations(facts: AnswerFacts): (operationId: string, answer: unknown) => Findings {
  const { envelope, envelopeSchema, dataSchemas, dataFacts, documentedCodes } = facts;
  const { outcome } = envelope;
  // Each is made with the first answer that it is held against.
  const validators = new Map<Schema, Validator>();
  const check = (schema: Schema, value: unknown, at: string): Issue[] => {
    const validator = validators.get(schema) ?? compile(schema);
    validators.set(schema, validator);
    return validator
      .check(value, at)
      .map(({ rule, pointer, expected, got }) => ({ rule, pointer, expected, got }));
  };

  return (operationId, answer) => {
    const members: Record<string, unknown> = isObject(answer) ? answer : {};
    const found = check(envelopeSchema, answer, '');
    const code = readCode(facts, answer);
    if (outcome && code !== undefined) {
      const word = code === 0 ? outcome.success : outcome.failure;
      const other = code === 0 ? outcome.failure : outcome.success;
      if (members[outcome.name] === other) found.push(contradicts(facts, code, word, other));
    }
    const data = members[envelope.data];
    const schema = dataSchemas[operationId];
    const isMissing = data === undefined && dataFacts[operationId]?.mayBeMissing;
    if (code === 0 && schema && !isMissing) found.push(...check(schema, data, `/${envelope.data}`));
    const issues: (Omit<Issue, 'rule'> & { rule: ContractRule })[] = [...found];
    const codes = documentedCodes[operationId] ?? [];
    if (code !== undefined && code !== 0 && !codes.includes(code)) {
      const [pointer, expected] = [`/${envelope.code}`, `one of ${codes.join(', ')}`];
      issues.push({ rule: 'undocumented-code', pointer, expected, got: String(code) });
    }
    return { requestId: readRequestId(facts, answer), issues, breaking: found.filter(breaks) };
  };
}

/** A word beside the code that says the opposite. */
export function contradicts({ envelope }: AnswerFacts, code: number, expected: string, got: string): Issue {
  const pointer = `/${envelope.outcome?.name}`;
  return {
    rule: 'mismatch',
    pointer,
    expected: `"${expected}", since ${envelope.code} is ${code}`,
    got: `"${got}"`,
  };
}

/** A time beyond it is in milliseconds. In seconds it is the year 5138, in milliseconds 1973: no call was at either. */
export const mostSeconds = 1e11;

/**
 * Where a success is not the answer to what was asked: the record of another call or another app, a record that does not
 * match the words of the filter, and times that are not in seconds. A missing member is for `createFindViolations`.
 */
export function findMismatches(
  facts: AnswerFacts,
  { operationId, sdkAppId, body }: Asked,
  answer: unknown,
): Issue[] {
  const echo = facts.echoes[operationId];
  const data = isObject(answer) ? answer[facts.envelope.data] : undefined;
  if (!echo || readCode(facts, answer) !== 0 || !isObject(data)) return [];
  const { member, names } = echo;
  const wanted: Record<string, unknown> = { ...Object(body), sdkAppId };
  const place = `/${facts.envelope.data}${member ? `/${member}` : ''}`;
  const found: unknown = member ? data[member] : data;
  const records = Array.isArray(found)
    ? found.map((record, at) => [record, `${place}/${at}`])
    : [[found, place]];
  return records.flatMap(([record, at]) => (isObject(record) ? compare(record, at) : []));

  function compare(record: Record<string, unknown>, at: string): Issue[] {
    const issues: Issue[] = [];
    for (const name of names) {
      // Of another type it is a violation already.
      if (typeof record[name] !== typeof wanted[name] || record[name] === wanted[name]) continue;
      const expected = `the ${name} that was asked for`;
      issues.push({ rule: 'mismatch', pointer: `${at}/${name}`, expected, got: 'another one' });
    }
    for (const name of facts.times) {
      const time = record[name];
      if (typeof time !== 'number' || time <= mostSeconds) continue;
      const [expected, got] = ['a time in Unix seconds', 'one that looks like milliseconds'];
      issues.push({ rule: 'range', pointer: `${at}/${name}`, expected, got });
    }
    return issues;
  }
}
