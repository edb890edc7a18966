import { type Mutant, mutant } from '../mutant.ts';
import { type Members, type Mutations, without } from '../mutations.ts';

/** The members that every answer has, broken. */
export const envelope = (m: Mutations): readonly Mutant[] => {
  const { code, message, requestId, data, outcome } = m.generation.contract.envelope;
  const inSuccesses = (change: (members: Members) => unknown) => m.changeSuccesses(change);
  const inRefusals = (change: (members: Members) => unknown) => m.changeRefusals(change);
  const names = [...(outcome ? [outcome.name] : []), code, message, requestId];
  return [
    ...names.map((name) =>
      mutant(
        `drops-${toKebab(name)}-of-successes`,
        'ENV-001',
        inSuccesses((members) => without(members, name)),
      ),
    ),
    // A refusal without its code is not known for one.
    ...names
      .filter((name) => name !== code)
      .map((name) =>
        mutant(
          `drops-${toKebab(name)}-of-refusals`,
          'ENV-002',
          inRefusals((members) => without(members, name)),
        ),
      ),
    mutant(
      'error-code-as-text',
      'ENV-003',
      inSuccesses((members) => ({ ...members, [code]: 'OK' })),
    ),
    mutant(
      'pads-the-code-of-successes',
      'ENV-003',
      inSuccesses((members) => ({ ...members, [code]: '00000' })),
    ),
    mutant(
      'pads-the-code-of-refusals',
      'ENV-004',
      inRefusals((members) => ({ ...members, [code]: `0${members[code]}` })),
    ),
    mutant(
      'refuses-with-code-0',
      'SIG-004',
      inRefusals((members) => ({ ...members, [code]: 0 })),
    ),
    mutant(
      'error-message-as-list',
      'ENV-005',
      inRefusals((members) => ({ ...members, [message]: [members[message]] })),
    ),
    mutant(
      'says-ok-for-success',
      'ENV-006',
      inSuccesses((members) => ({ ...members, [message]: 'OK' })),
    ),
    mutant(
      'empties-request-id',
      'ENV-007',
      inRefusals((members) => ({ ...members, [requestId]: '' })),
    ),
    mutant(
      'request-id-as-object',
      'ENV-007',
      inSuccesses((members) => ({ ...members, [requestId]: { id: members[requestId] } })),
    ),
    mutant(
      'repeats-request-id',
      'ENV-008',
      m.changeEnvelopes((members) => ({ ...members, [requestId]: 'the-only-one' })),
    ),
    mutant(
      'drops-data',
      'ENV-009',
      inSuccesses((members) => without(members, data)),
    ),
    ...(outcome
      ? [
          mutant(
            'says-success-in-refusals',
            'ENV-010',
            inRefusals((members) => ({ ...members, [outcome.name]: outcome.success })),
          ),
          mutant(
            'writes-the-outcome-in-lower-case',
            'ENV-010',
            m.changeEnvelopes((members) => ({
              ...members,
              [outcome.name]: String(members[outcome.name]).toLowerCase(),
            })),
          ),
        ]
      : []),
  ];
};

function toKebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
