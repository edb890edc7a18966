import { membersOf } from '../../requirements/v1/check/answer.ts';
import { accepting, changingRequests, refusing } from './change-requests.ts';
import type { Mutant, MutantRequest, Mutate } from './mutant.ts';
import { isForAnOperation, jsonOf } from './request.ts';

function isPost(request: MutantRequest): boolean {
  return request.method === 'POST' && isForAnOperation(request);
}

/** Carries a request out with `{}` as its body where the test holds. */
function readingAsEmptyObject(test: (request: MutantRequest) => boolean): Mutate {
  return changingRequests((request) =>
    isPost(request) && test(request) ? { ...request, body: '{}' } : request,
  );
}

/** The body as a whole, read wrongly. */
export const body: readonly Mutant[] = [
  {
    id: 'accepts-empty-body',
    breaks: ['V1-BDY-001'],
    description: 'A request without a body is carried out.',
    mutate: accepting((request) => isPost(request) && request.body === ''),
  },
  {
    id: 'takes-an-empty-body-for-an-empty-object',
    breaks: ['V1-BDY-006'],
    description: 'A body that is not there is read as {}.',
    mutate: readingAsEmptyObject(({ body: text }) => text === ''),
  },
  {
    id: 'takes-malformed-json-for-an-empty-object',
    breaks: ['V1-BDY-006'],
    description: 'A body that cannot be parsed is read as {}.',
    mutate: readingAsEmptyObject((request) => request.body !== '' && jsonOf(request) === undefined),
  },
  {
    id: 'takes-other-json-for-an-empty-object',
    breaks: ['V1-BDY-007'],
    description: 'JSON that is not an object is read as {}.',
    mutate: readingAsEmptyObject((request) => {
      const json = jsonOf(request);
      return json !== undefined && JSON.stringify(membersOf(json)) !== JSON.stringify(json);
    }),
  },
  {
    id: 'accepts-truncated-json',
    breaks: ['V1-BDY-002'],
    description: 'A body that breaks off is completed.',
    mutate: accepting(({ body: text }) => text.endsWith(':')),
  },
  {
    id: 'accepts-form-encoding',
    breaks: ['V1-BDY-002'],
    description: 'A body in the encoding of forms is read.',
    mutate: accepting(({ body: text }) => /^\w+=\w+$/.test(text)),
  },
  {
    id: 'accepts-unquoted-names',
    breaks: ['V1-BDY-002'],
    description: 'A body is read as JavaScript, not as JSON.',
    mutate: accepting(({ body: text }) => /^\{\w+:/.test(text)),
  },
  {
    id: 'accepts-a-body-that-is-no-object',
    breaks: ['V1-BDY-003'],
    description: 'Any JSON is taken for a body.',
    mutate: accepting((request) => {
      const json = jsonOf(request);
      return json !== undefined && JSON.stringify(membersOf(json)) !== JSON.stringify(json);
    }),
  },
  {
    id: 'takes-a-list-for-an-object',
    breaks: ['V1-BDY-003'],
    description: 'A list is taken for an object, as typeof does.',
    mutate: accepting((request) => Array.isArray(jsonOf(request))),
  },
  {
    id: 'ignores-content-type',
    breaks: ['V1-BDY-004'],
    description: 'JSON is read whatever the Content-Type says.',
    mutate: changingRequests((request) => ({
      ...request,
      headers: new Headers({ 'content-type': 'application/json' }),
    })),
  },
  {
    id: 'refuses-white-space',
    breaks: ['V1-BDY-005'],
    description: 'A body that begins with a line break is refused.',
    mutate: refusing(70009, ({ body: text }) => text.startsWith('\n')),
  },
];
