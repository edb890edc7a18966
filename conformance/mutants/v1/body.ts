import { readMembers } from '../../requirements/v1/check/answer.ts';
import { acceptWhere, changeRequests, refuseWhere } from './change-requests.ts';
import type { Mutant, MutantRequest, Mutate } from './mutant.ts';
import { isForAnOperation, parseBody } from './request.ts';

function isPost(request: MutantRequest): boolean {
  return request.method === 'POST' && isForAnOperation(request);
}

/** Carries a request out with `{}` as its body where the test holds. */
function readAsEmptyObject(test: (request: MutantRequest) => boolean): Mutate {
  return changeRequests((request) =>
    isPost(request) && test(request) ? { ...request, body: '{}' } : request,
  );
}

/** The body as a whole, read wrongly. */
export const body: readonly Mutant[] = [
  {
    id: 'accepts-empty-body',
    breaks: ['V1-BDY-001'],
    description: 'A request without a body is carried out.',
    mutate: acceptWhere((request) => isPost(request) && request.body === ''),
  },
  {
    id: 'takes-an-empty-body-for-an-empty-object',
    breaks: ['V1-BDY-006'],
    description: 'A body that is not there is read as {}.',
    mutate: readAsEmptyObject(({ body: text }) => text === ''),
  },
  {
    id: 'takes-malformed-json-for-an-empty-object',
    breaks: ['V1-BDY-006'],
    description: 'A body that cannot be parsed is read as {}.',
    mutate: readAsEmptyObject((request) => request.body !== '' && parseBody(request) === undefined),
  },
  {
    id: 'takes-other-json-for-an-empty-object',
    breaks: ['V1-BDY-007'],
    description: 'JSON that is not an object is read as {}.',
    mutate: readAsEmptyObject((request) => {
      const json = parseBody(request);
      return json !== undefined && JSON.stringify(readMembers(json)) !== JSON.stringify(json);
    }),
  },
  {
    id: 'accepts-truncated-json',
    breaks: ['V1-BDY-002'],
    description: 'A body that breaks off is completed.',
    mutate: acceptWhere(({ body: text }) => text.endsWith(':')),
  },
  {
    id: 'accepts-form-encoding',
    breaks: ['V1-BDY-002'],
    description: 'A body in the encoding of forms is read.',
    mutate: acceptWhere(({ body: text }) => /^\w+=\w+$/.test(text)),
  },
  {
    id: 'accepts-unquoted-names',
    breaks: ['V1-BDY-002'],
    description: 'A body is read as JavaScript, not as JSON.',
    mutate: acceptWhere(({ body: text }) => /^\{\w+:/.test(text)),
  },
  {
    id: 'accepts-a-body-that-is-no-object',
    breaks: ['V1-BDY-003'],
    description: 'Any JSON is taken for a body.',
    mutate: acceptWhere((request) => {
      const json = parseBody(request);
      return json !== undefined && JSON.stringify(readMembers(json)) !== JSON.stringify(json);
    }),
  },
  {
    id: 'takes-a-list-for-an-object',
    breaks: ['V1-BDY-003'],
    description: 'A list is taken for an object, as typeof does.',
    mutate: acceptWhere((request) => Array.isArray(parseBody(request))),
  },
  {
    id: 'ignores-content-type',
    breaks: ['V1-BDY-004'],
    description: 'JSON is read whatever the Content-Type says.',
    mutate: changeRequests((request) => ({
      ...request,
      headers: new Headers({ 'content-type': 'application/json' }),
    })),
  },
  {
    id: 'refuses-white-space',
    breaks: ['V1-BDY-005'],
    description: 'A body that begins with a line break is refused.',
    mutate: refuseWhere(70009, ({ body: text }) => text.startsWith('\n')),
  },
];
