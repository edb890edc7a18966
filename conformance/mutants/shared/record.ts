import { type MutantTable, type Mutations, readFields } from '../mutations.ts';

/** The record of one call, broken. */
export function record(m: Mutations): MutantTable {
  const { names, changeRecord } = m;
  const { recordMember } = m.generation;
  const operation = 'getRecordByCallId';
  const notFound = m.findCode('record-not-found');
  return {
    'REC-001': {
      'loses-listed-records': m.refuseWhere(notFound, (request) => m.isFor(request, operation)),
    },
    'REC-001 REC-012': {
      'returns-the-record-of-another-call': changeRecord(() => ({ [names.callId]: 'another-call' })),
    },
    'REC-002': {
      'writes-times-as-text': changeRecord((one) => ({ [names.start]: String(one[names.start]) })),
    },
    'REC-003': {
      'returns-records-of-another-app': changeRecord((one) => ({ sdkAppId: Number(one.sdkAppId) + 1 })),
    },
    'REC-004': {
      'writes-the-media-type-in-capitals': changeRecord((one) => ({
        [names.mediaType]: String(one[names.mediaType]).toUpperCase(),
      })),
    },
    'REC-005': { 'calls-a-call-multi': changeRecord(() => ({ [names.callType]: 'multi' })) },
    'REC-006': { 'calls-a-result-offline': changeRecord(() => ({ [names.callResult]: 'offline' })) },
    'REC-007': {
      'ends-calls-before-they-begin': changeRecord((one) => ({ [names.end]: Number(one[names.start]) - 1 })),
    },
    'REC-008': {
      'joins-callees-by-commas': changeRecord((one) => ({ [names.callees]: String(one[names.callees]) })),
    },
    'REC-009 REC-010': {
      'invents-records': m.replaceAnswers(({ isSuccess }, request) => {
        if (isSuccess || !m.isFor(request, operation)) return undefined;
        const made = { [names.callId]: readFields(request)[names.callId], [names.start]: 1 };
        return m.succeed(recordMember === undefined ? made : { [recordMember]: made });
      }),
    },
    'REC-010': { 'succeeds-without-a-record': m.acceptCode(notFound, [operation], null) },
    'REC-011 NEG-001': {
      'accepts-a-missing-call-id': m.acceptWhere(
        (request) => m.isFor(request, operation) && !(names.callId in readFields(request)),
      ),
    },
    'REC-012': {
      'rounds-the-start-of-a-call': changeRecord((one) => ({ [names.start]: Number(one[names.start]) - 1 })),
    },
    'REC-013': { 'drops-the-media-type': changeRecord(() => ({ [names.mediaType]: undefined })) },
    'REC-014': {
      'writes-times-in-milliseconds': changeRecord((one) => ({
        [names.start]: Number(one[names.start]) * 1000,
        [names.end]: Number(one[names.end]) * 1000,
      })),
    },
  };
}
