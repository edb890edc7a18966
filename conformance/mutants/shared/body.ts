import { parseJson } from '../../requirements/check/answer.ts';
import { type Mutant, type MutantRequest, type Mutate, mutant } from '../mutant.ts';
import { changeRequests, isOtherJson, type Mutations } from '../mutations.ts';

/** The body as a whole, read wrongly. */
export const body = (m: Mutations): readonly Mutant[] => {
  const isPost = (request: MutantRequest) => request.method === 'POST' && m.isForAnOperation(request);
  /** Carries a request out with `{}` as its body where the test holds. */
  const readAsEmptyObject = (test: (request: MutantRequest) => boolean): Mutate =>
    changeRequests((request) => (isPost(request) && test(request) ? { ...request, body: '{}' } : request));
  return [
    mutant(
      'accepts-empty-body',
      'BDY-001',
      m.acceptWhere((request) => isPost(request) && request.body === ''),
    ),
    mutant(
      'takes-an-empty-body-for-an-empty-object',
      'BDY-006',
      readAsEmptyObject(({ body: text }) => text === ''),
    ),
    mutant(
      'takes-malformed-json-for-an-empty-object',
      'BDY-006',
      readAsEmptyObject((request) => request.body !== '' && parseJson(request.body) === undefined),
    ),
    mutant('takes-other-json-for-an-empty-object', 'BDY-007', readAsEmptyObject(isOtherJson)),
    mutant(
      'accepts-truncated-json',
      'BDY-002',
      m.acceptWhere(({ body: text }) => text.endsWith(':')),
    ),
    mutant(
      'accepts-form-encoding',
      'BDY-002',
      m.acceptWhere(({ body: text }) => /^\w+=\w+$/.test(text)),
    ),
    mutant(
      'accepts-unquoted-names',
      'BDY-002',
      m.acceptWhere(({ body: text }) => /^\{\w+:/.test(text)),
    ),
    mutant('accepts-a-body-that-is-no-object', 'BDY-003', m.acceptWhere(isOtherJson)),
    mutant(
      'takes-a-list-for-an-object',
      'BDY-003',
      m.acceptWhere((request) => Array.isArray(parseJson(request.body))),
    ),
    mutant(
      'ignores-content-type',
      'BDY-004',
      changeRequests((request) => ({
        ...request,
        headers: new Headers({ 'content-type': 'application/json' }),
      })),
    ),
    mutant(
      'refuses-white-space',
      'BDY-005',
      m.refuseWhere(m.findCode('body-malformed'), ({ body: text }) => text.startsWith('\n')),
    ),
  ];
};
