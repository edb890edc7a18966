import type { Exchange } from '../../traffic/exchange.ts';
import { written } from '../conforming/conforming-exchanges.ts';
import { listRequired, type Operation } from '../conforming/document.ts';
import { rightRequest } from '../conforming/requests.ts';
import {
  codesFor,
  documentedCodes,
  Random,
  refusalBody,
  successBody,
  takesType,
} from '../conforming/values.ts';
import { baseExchanges, changeAt, isSuccess } from './base.ts';
import { type Expected, expectAt, type Mutant, type Pair } from './mutant.ts';

const statuses = [201, 204, 400, 401, 404, 500];
const contentTypes = ['text/html', 'text/plain; charset=utf-8', 'application/problem+json', undefined];
const newCodes = [79999, 60001, 1, -1];

/** A decision leaves open whether an operation refuses with a code of another one. */
const openCodes: Readonly<Record<string, string>> = { 'v4/deleteCallback 100301': 'V4-U-21' };

/** The row of a code in errors.yaml, or the one that it would stand behind. */
function findRow(code: number | string, { spec }: Operation): string {
  const rows = spec.statements.errorCodes.map((row) => row.code).toSorted((a, b) => a - b);
  return `#/errors/${rows.findLast((row) => row <= Number(code)) ?? rows[0]}`;
}

export function answerMutants(operation: Operation): Mutant[] {
  const { post, spec } = operation;
  const { limits, envelope, errorCodes } = spec.statements;
  const expected = (rule: Expected['rule'], site: string, pointer = '') => [
    expectAt(operation, rule, pointer, site),
  ];
  const mutant = (
    operator: string,
    detail: string,
    found: readonly Expected[],
    change: (exchange: Exchange) => Exchange,
    decision?: string,
  ): Mutant => ({
    operation,
    operator,
    place: '',
    detail,
    pairs: () => baseExchanges(operation).map((twin) => ({ twin, mutated: change(twin) })),
    expected: found,
    ...(decision !== undefined && { decisions: [decision] }),
  });
  const response = `${post}/responses/200`;
  const late = limits.backendTimeout.value * 1000;
  const documented = documentedCodes(operation);
  const foreign = errorCodes
    .map(({ code }) => code)
    .filter((code) => code !== 0 && !documented.includes(code));
  const codes = [...newCodes, ...(takesType(spec, 'ErrorCode', 'string') ? ['79999'] : []), ...foreign];
  return [
    ...statuses.map((status) =>
      mutant('changed status', String(status), expected('status-changed', response), (exchange) => ({
        ...exchange,
        status,
        ...(status === 204 && { answerBody: '' }),
      })),
    ),
    mutant('changed status', '500 with a page', expected('status-changed', response), (exchange) => ({
      ...exchange,
      status: 500,
      contentType: 'text/html',
      answerBody: '<!doctype html><title>Error</title>',
    })),
    ...contentTypes.map((contentType) =>
      mutant(
        'changed content type',
        contentType ?? 'none',
        expected('content-type-changed', `${response}/content/application~1json`),
        (exchange) => ({ ...exchange, contentType }),
      ),
    ),
    ...codes.map((code) =>
      mutant(
        'new error code',
        JSON.stringify(code),
        openCodes[`${operation.subject} ${code}`] === undefined
          ? expected('new-error-code', findRow(code, operation), `/${envelope.code}`)
          : [],
        (exchange) =>
          isSuccess(exchange, operation)
            ? exchange
            : changeAt(exchange, [envelope.code], (body) => {
                body[envelope.code] = code;
              }),
        openCodes[`${operation.subject} ${code}`],
      ),
    ),
    ...[
      ['deprecation', '@1767323045'],
      ['deprecation', 'true'],
      ['sunset', 'Fri, 02 Jan 2026 03:04:05 GMT'],
    ].map(([name = '', value = '']) =>
      mutant(
        'announced end',
        `${name}: ${value}`,
        expected('announced-end', post, `/headers/${name}`),
        (exchange) => ({
          ...exchange,
          [name]: value,
        }),
      ),
    ),
    ...[late + 1, late * 20].map((milliseconds) =>
      mutant(
        'slow answer',
        `${milliseconds} ms`,
        expected('slow-answer', '#/x-limits/backendTimeout'),
        (exchange) => ({ ...exchange, milliseconds }),
      ),
    ),
  ];
}

/** Vendors that put another envelope around what they answer, or none; the code itself is a field like others. */
export function envelopeMutants(operation: Operation): Mutant[] {
  const mutant = (
    detail: string,
    change: (text: string) => string,
    expected: readonly Expected[] = [expectAt(operation, 'envelope-broken', '', operation.failure)],
  ): Mutant => ({
    operation,
    operator: 'envelope',
    place: '',
    detail,
    pairs: () =>
      baseExchanges(operation).map((twin) => ({
        twin,
        mutated: { ...twin, answerBody: change(twin.answerBody ?? '') },
      })),
    expected,
  });
  return [
    mutant('an array', (text) => `[${text}]`),
    mutant('a string', (text) => JSON.stringify(text)),
    mutant('a number', () => '0'),
    mutant('null', () => 'null'),
    mutant('empty', () => ''),
    mutant('blanks', () => ' \n'),
    mutant('cut off', (text) => text.slice(0, -1)),
    mutant('HTML', () => '<!doctype html><html><body>Service unavailable</body></html>'),
    mutant('XML', () => '<?xml version="1.0"?><answer><errorCode>0</errorCode></answer>'),
    mutant('form', () => 'errorCode=0&errorMessage=Success'),
    mutant('JSONP', (text) => `callback(${text})`),
    mutant('byte order mark', (text) => `\uFEFF${text}`),
    mutant(
      'JSON lines',
      (text) => `${JSON.stringify(JSON.parse(text))}\n${JSON.stringify(JSON.parse(text))}`,
    ),
    mutant('wrapper object', (text) => `{"Answer":${text}}`, wrapped(operation)),
    mutant('empty object', () => '{}', wrapped(operation).slice(0, -1)),
  ];
}

/** Nothing of the envelope is where it was. */
function wrapped(operation: Operation): Expected[] {
  const { spec, failure } = operation;
  const gone = listRequired(spec.at(failure).schema).map((name) => {
    const isCode = name === spec.statements.envelope.code;
    const site = isCode ? `${failure}/properties/${name}` : `${failure}/required`;
    return expectAt(operation, isCode ? 'envelope-broken' : 'missing-field', `/${name}`, site);
  });
  return [...gone, expectAt(operation, 'undocumented-field', '/Answer', `${failure}/properties`)];
}

/** 2026-04-05T06:07:08Z */
const begin = Date.UTC(2026, 3, 5, 6, 7, 8);

/** Vendors that show their change in no single answer: a lower rate, and an undocumented operation. */
export function trafficMutants(operation: Operation): Mutant[] {
  const { requests } = operation.rateLimit;
  return [
    ...[1, Math.ceil(requests / 2), requests - 1].map((served) => lowerRate(operation, served)),
    newOperation(operation, `${operation.path}_v2`),
  ];
}

function lowerRate(operation: Operation, served: number): Mutant {
  const { post, rateLimit } = operation;
  const random = new Random(served);
  const [code = 0] = codesFor(['rate-exceeded'], operation);
  const pairs = Array.from({ length: rateLimit.requests }, (_, index): Pair => {
    const draft = rightRequest(operation, random);
    draft.query = draft.query.map(([name, value]) => [name, name === 'sdkappid' ? '1400000099' : value]);
    const answer = successBody(operation, random);
    const twin = { ...written(draft, answer, begin + index, random), sensor: 'probes' as const };
    const refused = { ...twin, answerBody: JSON.stringify(refusalBody(code, operation, random)) };
    return { twin, mutated: index < served ? twin : refused };
  });
  return {
    operation,
    operator: 'lower rate',
    place: '',
    detail: `${served} of ${rateLimit.requests}`,
    pairs: () => pairs,
    expected: [expectAt(operation, 'rate-limit-lower', '', `${post}/x-rate-limit/requests`)],
  };
}

function newOperation(operation: Operation, path: string): Mutant {
  const random = new Random(path.length);
  const [code = 0] = codesFor(['path-unknown'], operation);
  const draft = { ...rightRequest(operation, random), path };
  const twin = written(draft, refusalBody(code, operation, random), begin, random);
  const mutated = { ...twin, answerBody: JSON.stringify(successBody(operation, random)) };
  return {
    operation,
    operator: 'new operation',
    place: '',
    detail: path,
    pairs: () => [{ twin, mutated }],
    expected: [{ rule: 'undocumented-operation', subject: path, pointer: '', sites: ['#/paths'] }],
  };
}
