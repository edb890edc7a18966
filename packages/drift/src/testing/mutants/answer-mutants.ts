import { limits, type OperationId, operations } from '@trtc-call/spec/v1';
import type { Exchange } from '../../traffic/exchange.ts';
import { written } from '../conforming/conforming-exchanges.ts';
import { escaped, listRequired, located } from '../conforming/document.ts';
import { rightRequest } from '../conforming/requests.ts';
import { codesFor, documentedCodes, Random, refusalBody, successBody } from '../conforming/values.ts';
import { baseExchanges, changeAt, isSuccess } from './base.ts';
import type { Expected, Mutant, Pair } from './mutant.ts';

const statuses = [201, 204, 400, 401, 404, 500];
const contentTypes = ['text/html', 'text/plain; charset=utf-8', 'application/problem+json', undefined];
const newCodes = [70013, 60001, 1, -1, '70013'];

/** Vendors that answer by another status, type or code, or too late. */
export function answerMutants(operationId: OperationId): Mutant[] {
  const post = `#/paths/${escaped(operations[operationId].path)}/post`;
  const expected = (rule: Expected['rule'], site: string, pointer = ''): Expected[] => [
    { rule, subject: operationId, pointer, sites: [site] },
  ];
  const mutant = (
    operator: string,
    detail: string,
    found: readonly Expected[],
    change: (exchange: Exchange) => Exchange,
  ): Mutant => ({
    operationId,
    operator,
    place: '',
    detail,
    pairs: () => baseExchanges(operationId).map((twin) => ({ twin, mutated: change(twin) })),
    expected: found,
  });
  const response = `${post}/responses/200`;
  const late = limits.backendTimeout.value * 1000;
  const documented = documentedCodes(operationId);
  const foreign = documentedCodes('updateCallback').filter((code) => !documented.includes(code));
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
    ...[...newCodes, ...foreign].map((code) =>
      mutant(
        'new error code',
        JSON.stringify(code),
        expected('new-error-code', '#/components/schemas/Failure', '/errorCode'),
        (exchange) =>
          isSuccess(exchange)
            ? exchange
            : changeAt(exchange, ['errorCode'], (body) => {
                body.errorCode = code;
              }),
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

const failure = '#/components/schemas/Failure';

/** Vendors that put another envelope around what they answer, or none; the code itself is a field like others. */
export function envelopeMutants(operationId: OperationId): Mutant[] {
  const mutant = (
    detail: string,
    change: (text: string) => string,
    expected: readonly Expected[] = broken(operationId),
  ): Mutant => ({
    operationId,
    operator: 'envelope',
    place: '',
    detail,
    pairs: () =>
      baseExchanges(operationId).map((twin) => ({
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
    mutant('wrapper object', (text) => `{"Response":${text}}`, wrapped(operationId)),
    mutant('empty object', () => '{}', wrapped(operationId).slice(0, -1)),
  ];
}

function broken(operationId: OperationId): Expected[] {
  return [{ rule: 'envelope-broken', subject: operationId, pointer: '', sites: [failure] }];
}

/** Nothing of the envelope is where it was. */
function wrapped(operationId: OperationId): Expected[] {
  const gone = listRequired(located(failure).schema).map((name): Expected => {
    const isCode = name === 'errorCode';
    return {
      rule: isCode ? 'envelope-broken' : 'missing-field',
      subject: operationId,
      pointer: `/${name}`,
      sites: [isCode ? `${failure}/properties/${name}` : `${failure}/required`],
    };
  });
  const added: Expected = {
    rule: 'undocumented-field',
    subject: operationId,
    pointer: '/Response',
    sites: [`${failure}/properties`],
  };
  return [...gone, added];
}

/** 2026-04-05T06:07:08Z */
const begin = Date.UTC(2026, 3, 5, 6, 7, 8);

/** Vendors that show their change in no single answer: a lower rate, and an operation that nobody described. */
export function trafficMutants(operationId: OperationId): Mutant[] {
  const { path, rateLimit } = operations[operationId];
  const { requests } = rateLimit;
  return [
    ...[1, Math.ceil(requests / 2), requests - 1].map((served) => lowerRate(operationId, served)),
    newOperation(operationId, `${path}_v2`),
  ];
}

function lowerRate(operationId: OperationId, served: number): Mutant {
  const { path, rateLimit } = operations[operationId];
  const random = new Random(served);
  const [code = 0] = codesFor(['rate-exceeded'], operationId);
  const pairs = Array.from({ length: rateLimit.requests }, (_, index): Pair => {
    const draft = rightRequest(operationId, random);
    draft.query = draft.query.map(([name, value]) => [name, name === 'sdkappid' ? '1400000099' : value]);
    const answer = successBody(operationId, random);
    const twin = { ...written(draft, answer, begin + index, random), sensor: 'probes' as const };
    const refused = { ...twin, answerBody: JSON.stringify(refusalBody(code, random)) };
    return { twin, mutated: index < served ? twin : refused };
  });
  return {
    operationId,
    operator: 'lower rate',
    place: '',
    detail: `${served} of ${rateLimit.requests}`,
    pairs: () => pairs,
    expected: [
      {
        rule: 'rate-limit-lower',
        subject: operationId,
        pointer: '',
        sites: [`#/paths/${escaped(path)}/post/x-rate-limit/requests`],
      },
    ],
  };
}

function newOperation(operationId: OperationId, path: string): Mutant {
  const random = new Random(path.length);
  const [code = 0] = codesFor(['path-unknown'], operationId);
  const draft = { ...rightRequest(operationId, random), path };
  const twin = written(draft, refusalBody(code, random), begin, random);
  const mutated = { ...twin, answerBody: JSON.stringify(successBody(operationId, random)) };
  return {
    operationId,
    operator: 'new operation',
    place: '',
    detail: path,
    pairs: () => [{ twin, mutated }],
    expected: [{ rule: 'undocumented-operation', subject: path, pointer: '', sites: ['#/paths'] }],
  };
}
