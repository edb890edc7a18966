import type { OperationId } from '@trtc-call/spec/v1';
import { located, requiredOf } from '../conforming/document.ts';
import { baseExchanges } from './base-exchanges.ts';
import type { Expected, Mutant } from './mutant.ts';

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
  const gone = requiredOf(located(failure).schema).map((name): Expected => {
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
