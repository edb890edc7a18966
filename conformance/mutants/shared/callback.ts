import { readMembers } from '../../requirements/check/answer.ts';
import { type Mutant, type MutantRequest, type Mutate, mutant } from '../mutant.ts';
import { type Mutations, readFields } from '../mutations.ts';

/** Whether the address in the body of an operation is of a form. */
export function addressMatches(
  m: Mutations,
  request: MutantRequest,
  operation: string,
  form: RegExp,
): boolean {
  const address = readFields(request)[m.names.address];
  return m.isFor(request, operation) && typeof address === 'string' && form.test(address);
}

/** Answers an operation with this where a callback is configured, and carries nothing out. */
export function fakeAnswer(
  m: Mutations,
  operation: string,
  answer: (request: MutantRequest) => unknown,
): Mutate {
  return async (request, forward) => {
    if (!m.isFor(request, operation)) return forward(request);
    const read = await m.readAnswer(await forward(m.withOperation(request, 'getCallback')));
    return read.isSuccess ? m.succeed(answer(request)) : forward(request);
  };
}

/** Storing, reading and removing a callback configuration, broken. */
export function callback(m: Mutations): readonly Mutant[] {
  const { names, generation } = m;
  const { commands } = generation;
  const wrong = m.findCode('method-not-post');
  const hasOnly = (request: MutantRequest, field: string) =>
    m.isFor(request, 'setCallback') && Object.keys(readFields(request)).join() === field;
  const matches = (form: RegExp) => (request: MutantRequest) =>
    addressMatches(m, request, 'setCallback', form);
  const withoutWords = (words: readonly string[]) =>
    m.changeFields('setCallback', (fields) => {
      const actions = fields[names.actions];
      if (!Array.isArray(actions)) return fields;
      return { ...fields, [names.actions]: actions.filter((one) => !words.includes(one)) };
    });
  return [
    mutant(
      'set-keeps-one-action',
      'CBS-002',
      m.changeData('getCallback', (data) => {
        const { [names.actions]: actions, ...others } = readMembers(data);
        return { ...others, [names.actions]: Array.isArray(actions) ? actions.slice(0, 1) : actions };
      }),
    ),
    mutant(
      'set-keeps-the-first',
      'CBS-003',
      fakeAnswer(m, 'setCallback', (request) => readFields(request)[names.address]),
    ),
    mutant(
      'set-refuses-a-right-configuration',
      'CBS-001',
      m.refuseWhere(wrong, (request) => m.isFor(request, 'setCallback')),
    ),
    mutant('set-accepts-any-scheme', 'CBS-004', m.acceptWhere(matches(/^ftp:/))),
    mutant('set-accepts-an-address-without-scheme', 'CBS-004', m.acceptWhere(matches(/^[\w.]+\//))),
    mutant('set-refuses-http', 'CBS-005', m.refuseWhere(wrong, matches(/^http:/))),
    mutant('set-refuses-https', 'CBS-005', m.refuseWhere(wrong, matches(/^https:/))),
    mutant(
      'set-accepts-a-missing-address',
      'CBS-006',
      m.acceptWhere((request) => hasOnly(request, names.actions)),
    ),
    mutant(
      'set-accepts-missing-actions',
      'CBS-007',
      m.acceptWhere((request) => hasOnly(request, names.address)),
    ),
    mutant('drops-a-command-word', 'CBS-008', withoutWords(commands.slice(-1))),
    mutant(
      'refuses-all-actions-at-once',
      'CBS-008',
      m.refuseWhere(wrong, (request) => {
        const actions = readFields(request)[names.actions];
        return (
          m.isFor(request, 'setCallback') && Array.isArray(actions) && actions.length === commands.length
        );
      }),
    ),
    mutant(
      'get-answers-the-address-only',
      'CBG-001',
      m.changeData('getCallback', (data) => ({ [names.address]: readMembers(data)[names.address] })),
    ),
    mutant('get-answers-after-a-removal', 'CBD-002', async (request, forward, { memory }) => {
      const response = await forward(request);
      if (!m.isFor(request, 'getCallback')) return response;
      const { isSuccess, text } = await m.readAnswer(response.clone());
      if (isSuccess) memory.set('last', text);
      const last = memory.get('last');
      return isSuccess || last === undefined ? response : Response.json(JSON.parse(last));
    }),
    mutant(
      'get-refuses-an-empty-object',
      'CBG-002',
      m.refuseWhere(wrong, (request) => m.isFor(request, 'getCallback') && request.body === '{}'),
    ),
    mutant(
      'get-succeeds-without-a-configuration',
      'CBG-003',
      m.acceptCode(m.findCode('callback-absent'), ['getCallback'], null),
    ),
    mutant(
      'delete-is-refused',
      'CBD-001',
      m.refuseWhere(wrong, (request) => m.isFor(request, 'deleteCallback')),
    ),
    mutant(
      'delete-keeps-the-configuration',
      'CBD-002',
      fakeAnswer(m, 'deleteCallback', () => ''),
    ),
  ];
}
