import { parseJson } from '../../requirements/check/answer.ts';
import type { Group } from '../../requirements/shared/negative.ts';
import type { Rates } from '../../requirements/shared/rate-limit.ts';
import {
  changeRequests,
  isOtherJson,
  type MutantRequest,
  type MutantTable,
  type Mutate,
  type Mutations,
  respondJson,
  toKebab,
} from '../mutations.ts';

const page = '<!doctype html><title>Welcome</title>';

/** How requests arrive and answers leave, broken. */
export function transport(m: Mutations): MutantTable {
  /** Answers what POST is answered, and a method that has no body as if the right one had come. */
  const allowMethod =
    (method: string): Mutate =>
    async (request, forward) => {
      if (request.method !== method) return forward(request);
      return request.body === '' ? m.succeed() : forward({ ...request, method: 'POST' });
    };
  return {
    'TRN-001': {
      'returns-http-201-for-successes': m.changeResponse(({ isSuccess }) => isSuccess, { status: 201 }),
      'refuses-right-requests': m.refuseWhere(m.findCode('method-not-post'), (request) =>
        m.isFor(request, 'getRecordsByFilter'),
      ),
    },
    'TRN-002': {
      'returns-http-403-for-accounts-without-rights': m.changeResponse(
        ({ code }) => code === m.findCode('not-administrator'),
        { status: 403 },
      ),
      'returns-http-400-for-refusals': m.changeResponse(({ isSuccess }) => !isSuccess, { status: 400 }),
    },
    'TRN-003 TRN-004': {
      'answers-html': m.changeResponse(() => true, { contentType: 'text/html', text: page }),
    },
    'TRN-003': {
      'answers-refusals-in-words': m.changeResponse(({ isSuccess }) => !isSuccess, { text: 'Refused.' }),
      'answers-a-list': m.replaceAnswers(({ isSuccess, members }) =>
        isSuccess ? respondJson([members]) : undefined,
      ),
    },
    'TRN-004': {
      'calls-refusals-html': m.changeResponse(({ isSuccess }) => !isSuccess, { contentType: 'text/html' }),
      'calls-json-plain-text': m.changeResponse(() => true, { contentType: 'text/plain; charset=utf-8' }),
    },
    'TRN-005': { 'accepts-get': allowMethod('GET'), 'accepts-put': allowMethod('PUT') },
    'TRN-006': {
      'accepts-any-path': m.acceptWhere(
        (request) => request.method === 'POST' && !m.isForAnOperation(request),
      ),
    },
    'TRN-008': {
      'answers-after-the-backend-gave-up': async (request, forward, tools) => {
        tools.wait(m.generation.contract.limits.backendTimeout.value * 1000 + 100);
        return forward(request);
      },
    },
  };
}

/** How often an operation may be called, broken for one operation each. */
export function rateLimit(m: Mutations, rates: Rates): readonly MutantTable[] {
  return Object.entries(rates).map(([key, { operation, body }]) => {
    if (typeof body === 'string') return {};
    const name = toKebab(operation);
    return {
      [key]: {
        [`no-rate-limit-for-${name}`]: m.acceptCode(m.findCode('rate-exceeded'), [operation]),
        [`http-429-for-too-many-${name}`]: m.changeResponse(
          ({ code }) => code === m.findCode('rate-exceeded'),
          { status: 429 },
        ),
        [`limit-too-low-for-${name}`]: m.onlyFor(operation, async (request, forward) => {
          await forward(request);
          return forward(request);
        }),
      },
    };
  });
}

/** The envelope of one operation, broken: that of the list is as it should be. */
export function envelopes(m: Mutations, groups: readonly Group[]): readonly MutantTable[] {
  const { requestId } = m.generation.contract.envelope;
  return groups.flatMap((group, at) =>
    group.operations
      .filter((operation) => operation !== 'getRecordsByFilter')
      .map((operation): MutantTable => {
        const name = toKebab(operation);
        const refuseByStatus = m.changeResponse(({ isSuccess }) => !isSuccess, { status: 400 });
        return {
          [`ENV-0${11 + at}`]: {
            [`returns-http-400-for-refusals-of-${name}`]: m.onlyFor(operation, refuseByStatus),
            [`drops-the-request-id-of-${name}`]: m.onlyFor(
              operation,
              m.changeEnvelopes(() => ({ [requestId]: undefined })),
            ),
          },
        };
      }),
  );
}

/** The members that every answer has, broken. */
export function envelope(m: Mutations): MutantTable {
  const { code, message, requestId, data, outcome } = m.generation.contract.envelope;
  const names = [...(outcome ? [outcome.name] : []), code, message, requestId];
  const dropping = (where: 'successes' | 'refusals', dropped: readonly string[]) =>
    Object.fromEntries(
      dropped.map((name) => {
        const change = where === 'successes' ? m.changeSuccesses : m.changeRefusals;
        return [`drops-${toKebab(name)}-of-${where}`, change(() => ({ [name]: undefined }))];
      }),
    );
  return {
    'ENV-001': dropping('successes', names),
    'ENV-002': dropping(
      'refusals',
      // A refusal without its code is not known for one.
      names.filter((name) => name !== code),
    ),
    'ENV-003': {
      'error-code-as-text': m.changeSuccesses(() => ({ [code]: 'OK' })),
      'pads-the-code-of-successes': m.changeSuccesses(() => ({ [code]: '00000' })),
    },
    'ENV-004': {
      'pads-the-code-of-refusals': m.changeRefusals((members) => ({ [code]: `0${members[code]}` })),
    },
    'SIG-004': { 'refuses-with-code-0': m.changeRefusals(() => ({ [code]: 0 })) },
    'ENV-005': {
      'error-message-as-list': m.changeRefusals((members) => ({ [message]: [members[message]] })),
    },
    'ENV-006': { 'says-ok-for-success': m.changeSuccesses(() => ({ [message]: 'OK' })) },
    'ENV-007': {
      'empties-request-id': m.changeRefusals(() => ({ [requestId]: '' })),
      'request-id-as-object': m.changeSuccesses((members) => ({ [requestId]: { id: members[requestId] } })),
    },
    'ENV-008': { 'repeats-request-id': m.changeEnvelopes(() => ({ [requestId]: 'the-only-one' })) },
    'ENV-009': { 'drops-data': m.changeSuccesses(() => ({ [data]: undefined })) },
    ...(outcome && {
      'ENV-010': {
        'says-success-in-refusals': m.changeRefusals(() => ({ [outcome.name]: outcome.success })),
        'writes-the-outcome-in-lower-case': m.changeEnvelopes((members) => ({
          [outcome.name]: String(members[outcome.name]).toLowerCase(),
        })),
      },
    }),
  };
}

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

export const ignoreContentType = changeRequests((request) => ({
  ...request,
  headers: new Headers({ 'content-type': 'application/json' }),
}));
