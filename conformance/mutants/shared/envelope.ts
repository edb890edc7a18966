import { type MutantTable, type Mutations, toKebab } from '../mutations.ts';

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
