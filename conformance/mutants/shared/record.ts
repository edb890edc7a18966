import { type Mutant, mutant } from '../mutant.ts';
import { type Mutations, readFields, without } from '../mutations.ts';

/** The record of one call, broken. */
export const record = (m: Mutations): readonly Mutant[] => {
  const { names } = m;
  const { changeRecord } = m;
  return [
    mutant(
      'returns-the-record-of-another-call',
      ['REC-001', 'REC-012'],
      changeRecord((one) => ({ ...one, [names.callId]: 'another-call' })),
    ),
    mutant(
      'drops-the-media-type',
      'REC-013',
      changeRecord((one) => without(one, names.mediaType)),
    ),
    mutant(
      'writes-times-as-text',
      'REC-002',
      changeRecord((one) => ({ ...one, [names.start]: String(one[names.start]) })),
    ),
    mutant(
      'returns-records-of-another-app',
      'REC-003',
      changeRecord((one) => ({ ...one, sdkAppId: Number(one.sdkAppId) + 1 })),
    ),
    mutant(
      'writes-the-media-type-in-capitals',
      'REC-004',
      changeRecord((one) => ({
        ...one,
        [names.mediaType]: String(one[names.mediaType]).toUpperCase(),
      })),
    ),
    mutant(
      'calls-a-call-multi',
      'REC-005',
      changeRecord((one) => ({ ...one, [names.callType]: 'multi' })),
    ),
    mutant(
      'calls-a-result-offline',
      'REC-006',
      changeRecord((one) => ({ ...one, [names.callResult]: 'offline' })),
    ),
    mutant(
      'ends-calls-before-they-begin',
      'REC-007',
      changeRecord((one) => ({ ...one, [names.end]: Number(one[names.start]) - 1 })),
    ),
    mutant(
      'joins-callees-by-commas',
      'REC-008',
      changeRecord((one) => ({ ...one, [names.callees]: String(one[names.callees]) })),
    ),
    mutant('invents-records', ['REC-009', 'REC-010'], async (request, forward) => {
      const response = await forward(request);
      if (!m.isFor(request, 'getRecordByCallId')) return response;
      const { isSuccess } = await m.readAnswer(response.clone());
      if (isSuccess) return response;
      const { recordMember } = m.generation;
      const made = { [names.callId]: readFields(request)[names.callId], [names.start]: 1 };
      return m.succeed(recordMember === undefined ? made : { [recordMember]: made });
    }),
    mutant(
      'succeeds-without-a-record',
      'REC-010',
      m.acceptCode(m.findCode('record-not-found'), ['getRecordByCallId'], null),
    ),
    mutant(
      'accepts-a-missing-call-id',
      ['REC-011', 'NEG-001'],
      m.acceptWhere(
        (request) => m.isFor(request, 'getRecordByCallId') && !(names.callId in readFields(request)),
      ),
    ),
    mutant(
      'rounds-the-start-of-a-call',
      'REC-012',
      changeRecord((one) => ({ ...one, [names.start]: Number(one[names.start]) - 1 })),
    ),
    mutant(
      'writes-times-in-milliseconds',
      'REC-014',
      changeRecord((one) => ({
        ...one,
        [names.start]: Number(one[names.start]) * 1000,
        [names.end]: Number(one[names.end]) * 1000,
      })),
    ),
    mutant(
      'loses-listed-records',
      'REC-001',
      m.refuseWhere(m.findCode('record-not-found'), (request) => m.isFor(request, 'getRecordByCallId')),
    ),
  ];
};
