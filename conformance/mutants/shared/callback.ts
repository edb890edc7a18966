import {
  type MutantRequest,
  type MutantTable,
  type Mutate,
  type Mutations,
  readFields,
  respond,
  withFields,
} from '../mutations.ts';

/** Answers an operation with this where a callback is configured, and carries nothing out. */
export function fakeAnswer(
  m: Mutations,
  operation: string,
  answer: (request: MutantRequest) => unknown,
): Mutate {
  return m.onlyFor(operation, async (request, forward) => {
    const read = m.readAnswer(await forward(m.withOperation(request, 'getCallback')));
    return read.isSuccess ? m.succeed(answer(request)) : forward(request);
  });
}

/** What an operation that stores a configuration takes, although its address is of no allowed form or missing. */
export function takeWrong(m: Mutations, operation: string) {
  const { address, actions } = m.names;
  const matches = (form: RegExp) => (request: MutantRequest) => {
    const url = readFields(request)[address];
    return m.isFor(request, operation) && typeof url === 'string' && form.test(url);
  };
  const acceptOnly = (field: string) =>
    m.acceptWhere(
      (request) => m.isFor(request, operation) && Object.keys(readFields(request)).join() === field,
    );
  return { matches, withoutAddress: acceptOnly(actions), withoutActions: acceptOnly(address) };
}

/** Storing, reading and removing a callback configuration, broken. */
export function callback(m: Mutations): MutantTable {
  const { names, generation } = m;
  const { commands } = generation;
  const { matches, ...taking } = takeWrong(m, 'setCallback');
  const refuse = (test: (request: MutantRequest) => boolean) =>
    m.refuseWhere(m.findCode('method-not-post'), test);
  const readActions = (request: MutantRequest) => {
    const { [names.actions]: actions } = readFields(request);
    return m.isFor(request, 'setCallback') && Array.isArray(actions) ? actions : [];
  };
  return {
    'CBS-001': { 'set-refuses-a-right-configuration': refuse((request) => m.isFor(request, 'setCallback')) },
    'CBS-002': {
      'set-keeps-one-action': m.changeMembers('getCallback', ({ [names.actions]: actions }) => ({
        [names.actions]: Array.isArray(actions) ? actions.slice(0, 1) : actions,
      })),
    },
    'CBS-003': {
      'set-adds-to-the-actions': m.onlyFor('setCallback', async (request, forward, { memory }) => {
        const { [names.actions]: actions, ...fields } = readFields(request);
        const former: unknown[] = JSON.parse(memory.get('actions') ?? '[]');
        const all = [...new Set([...former, ...(Array.isArray(actions) ? actions : [])])];
        memory.set('actions', JSON.stringify(all));
        return forward(withFields(request, { ...fields, [names.actions]: all }));
      }),
      'set-keeps-the-first': fakeAnswer(m, 'setCallback', (request) => readFields(request)[names.address]),
    },
    'CBS-004': {
      'set-accepts-any-scheme': m.acceptWhere(matches(/^ftp:/)),
      'set-accepts-an-address-without-scheme': m.acceptWhere(matches(/^[\w.]+\//)),
    },
    'CBS-005': {
      'set-makes-https-of-http': m.changeFields('setCallback', ({ [names.address]: url }) => ({
        [names.address]: typeof url === 'string' ? url.replace(/^http:/, 'https:') : url,
      })),
      'set-refuses-http': refuse(matches(/^http:/)),
      'set-refuses-https': refuse(matches(/^https:/)),
    },
    'CBS-006': { 'set-accepts-a-missing-address': taking.withoutAddress },
    'CBS-007': { 'set-accepts-missing-actions': taking.withoutActions },
    'CBS-008': {
      'drops-a-command-word': m.changeFields('setCallback', ({ [names.actions]: actions }) => ({
        [names.actions]: Array.isArray(actions)
          ? actions.filter((word) => word !== commands.at(-1))
          : actions,
      })),
      'refuses-all-actions-at-once': refuse((request) => readActions(request).length === commands.length),
    },
    'CBG-001': {
      'get-answers-the-address-only': m.changeMembers('getCallback', () => ({ [names.actions]: undefined })),
    },
    'CBG-002': {
      'get-refuses-an-empty-object': refuse(
        (request) => m.isFor(request, 'getCallback') && request.body === '{}',
      ),
    },
    'CBG-003': {
      'get-succeeds-without-a-configuration': m.acceptCode(
        m.findCode('callback-absent'),
        ['getCallback'],
        null,
      ),
    },
    'CBD-001': { 'delete-is-refused': refuse((request) => m.isFor(request, 'deleteCallback')) },
    'CBD-002': {
      'delete-keeps-the-configuration': fakeAnswer(m, 'deleteCallback', () => ''),
      'get-answers-after-a-removal': m.onlyFor('getCallback', async (request, forward, { memory }) => {
        const response = await forward(request);
        const { isSuccess, text } = m.readAnswer(response);
        if (isSuccess) memory.set('last', text);
        const last = memory.get('last');
        return isSuccess || last === undefined ? response : respond(last);
      }),
    },
  };
}
