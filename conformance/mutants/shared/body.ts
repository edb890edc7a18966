import { parseJson } from '../../requirements/check/answer.ts';
import type { Mutant, MutantRequest, Mutate } from '../mutant.ts';
import { changeRequests, isOtherJson, type Mutations } from '../mutations.ts';

/** The body as a whole, read wrongly. */
export const body = (m: Mutations): readonly Mutant[] => {
  const isPost = (request: MutantRequest) => request.method === 'POST' && m.isForAnOperation(request);
  /** Carries a request out with `{}` as its body where the test holds. */
  const readAsEmptyObject = (test: (request: MutantRequest) => boolean): Mutate =>
    changeRequests((request) => (isPost(request) && test(request) ? { ...request, body: '{}' } : request));
  return [
    {
      id: 'accepts-empty-body',
      breaks: ['BDY-001'],
      description: 'A request without a body is carried out.',
      mutate: m.acceptWhere((request) => isPost(request) && request.body === ''),
    },
    {
      id: 'takes-an-empty-body-for-an-empty-object',
      breaks: ['BDY-006'],
      description: 'A body that is not there is read as {}.',
      mutate: readAsEmptyObject(({ body: text }) => text === ''),
    },
    {
      id: 'takes-malformed-json-for-an-empty-object',
      breaks: ['BDY-006'],
      description: 'A body that cannot be parsed is read as {}.',
      mutate: readAsEmptyObject((request) => request.body !== '' && parseJson(request.body) === undefined),
    },
    {
      id: 'takes-other-json-for-an-empty-object',
      breaks: ['BDY-007'],
      description: 'JSON that is not an object is read as {}.',
      mutate: readAsEmptyObject(isOtherJson),
    },
    {
      id: 'accepts-truncated-json',
      breaks: ['BDY-002'],
      description: 'A body that breaks off is completed.',
      mutate: m.acceptWhere(({ body: text }) => text.endsWith(':')),
    },
    {
      id: 'accepts-form-encoding',
      breaks: ['BDY-002'],
      description: 'A body in the encoding of forms is read.',
      mutate: m.acceptWhere(({ body: text }) => /^\w+=\w+$/.test(text)),
    },
    {
      id: 'accepts-unquoted-names',
      breaks: ['BDY-002'],
      description: 'A body is read as JavaScript, not as JSON.',
      mutate: m.acceptWhere(({ body: text }) => /^\{\w+:/.test(text)),
    },
    {
      id: 'accepts-a-body-that-is-no-object',
      breaks: ['BDY-003'],
      description: 'Any JSON is taken for a body.',
      mutate: m.acceptWhere(isOtherJson),
    },
    {
      id: 'takes-a-list-for-an-object',
      breaks: ['BDY-003'],
      description: 'A list is taken for an object, as typeof does.',
      mutate: m.acceptWhere((request) => Array.isArray(parseJson(request.body))),
    },
    {
      id: 'ignores-content-type',
      breaks: ['BDY-004'],
      description: 'JSON is read whatever the Content-Type says.',
      mutate: changeRequests((request) => ({
        ...request,
        headers: new Headers({ 'content-type': 'application/json' }),
      })),
    },
    {
      id: 'refuses-white-space',
      breaks: ['BDY-005'],
      description: 'A body that begins with a line break is refused.',
      mutate: m.refuseWhere(m.findCode('body-malformed'), ({ body: text }) => text.startsWith('\n')),
    },
  ];
};
