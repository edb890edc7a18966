import { isObject } from '@trtc-call/reporting/values';
import { findContradiction, mostSeconds, readCode, readRequestId } from './answers.ts';
import { checkNames } from './check-options.ts';
import type { AnswerFacts, Asked, Contract, Findings, OperationId } from './contract.ts';
import { ArgumentError, ContractError } from './errors.ts';
import { account } from './generated/user-sig.gen.ts';
import type { ClientSettings } from './options.ts';
import type { Emitter } from './request/events.ts';
import type { Issue } from './schema/issue.ts';
import type { Schema } from './schema/keywords.ts';
import { breaks, compile, type Validator } from './schema/schema.ts';

/** An argument, for errors: the function that was called, and what it is named there. */
export interface Argument {
  readonly caller: string;
  /** Empty where its members are arguments themselves. */
  readonly field: string;
}

/** Holds the calls of a client against the contract, and reports what differs. */
export interface Comparison {
  /** @throws ArgumentError naming the first place that is not as the contract wants it. */
  checkRequest(request: {
    readonly operationId: OperationId;
    readonly body: object;
    readonly argument?: Argument | undefined;
    readonly isChecked?: boolean;
  }): void;
  /**
   * Compares an answer with the contract, and with what was asked.
   *
   * @param body that of the request, as JSON
   * @throws ContractError for what breaks the contract, where validation is strict.
   */
  checkAnswer(operationId: OperationId, body: string, answer: unknown): void;
}

export function createComparison(settings: ClientSettings, emitter: Emitter): Comparison {
  const { contract, validate: validation, sdkAppId } = settings;
  const { identifierPattern } = account;
  let isOddIdentifier = !new RegExp(identifierPattern).test(settings.identifier);

  const report = (operationId: OperationId, requestId: string | undefined, issues: Findings['issues']) => {
    if (validation === 'off') return;
    const { generation } = contract;
    for (const { rule, pointer, expected, got } of issues) {
      const violation = { operationId, generation, requestId, rule, pointer, expected, got };
      emitter.emit('onContractViolation', () => violation);
    }
  };
  return {
    checkRequest({ operationId, body, argument, isChecked }) {
      const odd = isChecked && argument ? checkBody(contract, argument, operationId, body) : [];
      if (isOddIdentifier) {
        isOddIdentifier = false;
        const expected = `a string that matches ${identifierPattern}`;
        odd.push({ rule: 'range', pointer: '?identifier', expected, got: 'another string' });
      }
      // The service may take it, so that it is sent; it may also be a slip, so that it is told.
      const issues = odd.map((issue) => ({ ...issue, rule: 'undocumented-request' as const }));
      report(operationId, undefined, issues);
    },
    checkAnswer(operationId, body, answer) {
      const isStrict = validation === 'strict';
      if (!isStrict && !(validation === 'report' && emitter.hasListener('onContractViolation'))) return;
      const { requestId, issues, breaking } = findViolations(contract, operationId, answer);
      const mismatches = findMismatches(contract, { operationId, sdkAppId, body: JSON.parse(body) }, answer);
      report(operationId, requestId, [...issues, ...mismatches]);
      const wrong = [...breaking, ...mismatches];
      if (isStrict && wrong.length > 0) throw new ContractError(operationId, wrong, requestId);
    },
  };
}

/**
 * Checks a body that is an argument, and gives what no page lists but the service may take, such as another word.
 *
 * @throws ArgumentError naming the first place that is not as the contract wants it.
 */
function checkBody(
  { requestSchemas, timeSpan: [start, end], longestTexts }: Contract,
  { caller, field }: Argument,
  operationId: string,
  body: object,
): Issue[] {
  const schema = requestSchemas[operationId] ?? {};
  const odd: Issue[] = validate(schema, body);
  const wrong = odd.find(breaks);
  // An unknown name is a typo that would change the request.
  if (odd.length > 0) checkNames(caller, field, body, Object.keys(schema.properties ?? {}));
  if (wrong) {
    const path = `${field}${wrong.pointer.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;
    const problem = wrong.rule === 'required' ? 'is missing' : `must be ${wrong.expected} (got ${wrong.got})`;
    throw new ArgumentError(caller, path.replace(/^\./, ''), problem, `pass ${wrong.expected}`);
  }
  const members: Record<string, unknown> = { ...body };
  if (Number(members[end]) < Number(members[start])) {
    const expected = `a time that is not before ${start}`;
    odd.push({ rule: 'range', pointer: `/${end}`, expected, got: 'an earlier one' });
  }
  for (const [name, most] of Object.entries(longestTexts)) {
    const text = members[name];
    if (typeof text !== 'string' || new TextEncoder().encode(text).length <= most) continue;
    const expected = `at most ${most} bytes of UTF-8`;
    odd.push({ rule: 'range', pointer: `/${name}`, expected, got: 'a longer string' });
  }
  return odd;
}

const validators = new WeakMap<Schema, Validator>();

/** Holds a value against a schema, which is prepared when it is needed first. */
export function validate(schema: Schema, value: unknown, pointer = ''): Issue[] {
  const validator = validators.get(schema) ?? compile(schema);
  validators.set(schema, validator);
  return validator.check(value, pointer).map(({ keyword: _, ...issue }) => issue);
}

/** Holds an answer against what its operation is documented to answer. */
export function findViolations(facts: AnswerFacts, operationId: string, answer: unknown): Findings {
  const { envelope, envelopeSchema, dataSchemas, dataFacts, documentedCodes } = facts;
  const members: Record<string, unknown> = isObject(answer) ? answer : {};
  const found = validate(envelopeSchema, answer);
  const code = readCode(facts, answer);
  const contradiction = code === undefined ? undefined : findContradiction(facts, code, members);
  if (contradiction) found.push(contradiction);
  const data = members[envelope.data];
  const schema = dataSchemas[operationId];
  const isMissing = data === undefined && dataFacts[operationId]?.mayBeMissing;
  if (code === 0 && schema && !isMissing) found.push(...validate(schema, data, `/${envelope.data}`));
  const issues: Findings['issues'][number][] = [...found];
  const codes = documentedCodes[operationId] ?? [];
  if (code && !codes.includes(code)) {
    const [pointer, expected] = [`/${envelope.code}`, `one of ${codes.join(', ')}`];
    issues.push({ rule: 'undocumented-code', pointer, expected, got: String(code) });
  }
  return { requestId: readRequestId(facts, answer), issues, breaking: found.filter(breaks) };
}

/**
 * Where a success is not the answer to what was asked: the record of another call or another app, a record that does not
 * match the words of the filter, and times that are not in seconds. A missing member is for `findViolations`.
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
  const compare = (record: unknown, at: string): Issue[] => {
    if (!isObject(record)) return [];
    // A value of another type is a violation already.
    const others = names.filter(
      (name) => typeof record[name] === typeof wanted[name] && record[name] !== wanted[name],
    );
    const late = facts.times.filter((name) => typeof record[name] === 'number' && record[name] > mostSeconds);
    return [
      ...others.map(
        (name): Issue => ({
          rule: 'mismatch',
          pointer: `${at}/${name}`,
          expected: `the ${name} that was asked for`,
          got: 'another one',
        }),
      ),
      ...late.map(
        (name): Issue => ({
          rule: 'range',
          pointer: `${at}/${name}`,
          expected: 'a time in Unix seconds',
          got: 'one that looks like milliseconds',
        }),
      ),
    ];
  };
  return Array.isArray(found)
    ? found.flatMap((record, at) => compare(record, `${place}/${at}`))
    : compare(found, place);
}
