import { limits, type OperationId, operations } from '@trtc-call/spec/v1';
import type { Exchange } from '../../exchanges/exchange.ts';
import { documentedCodes } from '../conforming/answers.ts';
import { escaped } from '../conforming/document.ts';
import { baseExchanges } from './base-exchanges.ts';
import { changeAt, isSuccess } from './change-body.ts';
import type { Expected, Mutant } from './mutant.ts';

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
