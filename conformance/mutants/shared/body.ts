import { parseJson } from '../../requirements/check/answer.ts';
import {
  changeRequests,
  isOtherJson,
  type MutantRequest,
  type MutantTable,
  type Mutations,
} from '../mutations.ts';

/** The body as a whole, read wrongly. */
export function body(m: Mutations): MutantTable {
  const isPost = (request: MutantRequest) => request.method === 'POST' && m.isForAnOperation(request);
  /** Carries a request out with `{}` as its body where the test holds. */
  const readAsEmptyObject = (test: (request: MutantRequest) => boolean) =>
    changeRequests((request) => (isPost(request) && test(request) ? { ...request, body: '{}' } : request));
  return {
    'BDY-001': {
      'accepts-empty-body': m.acceptWhere((request) => isPost(request) && request.body === ''),
    },
    'BDY-002': {
      'accepts-truncated-json': m.acceptWhere(({ body: text }) => text.endsWith(':')),
      'accepts-form-encoding': m.acceptWhere(({ body: text }) => /^\w+=\w+$/.test(text)),
      'accepts-unquoted-names': m.acceptWhere(({ body: text }) => /^\{\w+:/.test(text)),
    },
    'BDY-003': {
      'accepts-a-body-that-is-not-an-object': m.acceptWhere(isOtherJson),
      'takes-a-list-for-an-object': m.acceptWhere((request) => Array.isArray(parseJson(request.body))),
    },
    'BDY-004': { 'ignores-content-type': ignoreContentType },
    'BDY-005': {
      'refuses-white-space': m.refuseWhere(m.findCode('body-malformed'), ({ body: text }) =>
        text.startsWith('\n'),
      ),
    },
    'BDY-006': {
      'takes-an-empty-body-for-an-empty-object': readAsEmptyObject(({ body: text }) => text === ''),
      'takes-malformed-json-for-an-empty-object': readAsEmptyObject(
        ({ body: text }) => text !== '' && parseJson(text) === undefined,
      ),
    },
    'BDY-007': { 'takes-other-json-for-an-empty-object': readAsEmptyObject(isOtherJson) },
  };
}

/** Reads a body as JSON, whatever its Content-Type says. */
export const ignoreContentType = changeRequests((request) => ({
  ...request,
  headers: new Headers({ 'content-type': 'application/json' }),
}));
