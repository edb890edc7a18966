import type { Mutant } from '../mutant.ts';
import { type Mutations, readFields, without } from '../mutations.ts';

/** The record of one call, broken. */
export const record = (m: Mutations): readonly Mutant[] => {
  const { names } = m;
  const { changeRecord } = m;
  return [
    {
      id: 'returns-the-record-of-another-call',
      breaks: ['REC-001', 'REC-012'],
      description: 'The record is not that of the callId.',
      mutate: changeRecord((one) => ({ ...one, [names.callId]: 'another-call' })),
    },
    {
      id: 'drops-the-media-type',
      breaks: ['REC-013'],
      description: 'A record has no media type.',
      mutate: changeRecord((one) => without(one, names.mediaType)),
    },
    {
      id: 'writes-times-as-text',
      breaks: ['REC-002'],
      description: 'The start is the digits of a number as a string.',
      mutate: changeRecord((one) => ({ ...one, [names.start]: String(one[names.start]) })),
    },
    {
      id: 'returns-records-of-another-app',
      breaks: ['REC-003'],
      description: 'The sdkAppId of a record is that of another app.',
      mutate: changeRecord((one) => ({ ...one, sdkAppId: Number(one.sdkAppId) + 1 })),
    },
    {
      id: 'writes-the-media-type-in-capitals',
      breaks: ['REC-004'],
      description: 'mediaType is VIDEO or AUDIO.',
      mutate: changeRecord((one) => ({
        ...one,
        [names.mediaType]: String(one[names.mediaType]).toUpperCase(),
      })),
    },
    {
      id: 'calls-a-call-multi',
      breaks: ['REC-005'],
      description: 'callType is a word of no list.',
      mutate: changeRecord((one) => ({ ...one, [names.callType]: 'multi' })),
    },
    {
      id: 'calls-a-result-offline',
      breaks: ['REC-006'],
      description: 'callResult is the word that only a sample prints.',
      mutate: changeRecord((one) => ({ ...one, [names.callResult]: 'offline' })),
    },
    {
      id: 'ends-calls-before-they-begin',
      breaks: ['REC-007'],
      description: 'The end lies before the start.',
      mutate: changeRecord((one) => ({ ...one, [names.end]: Number(one[names.start]) - 1 })),
    },
    {
      id: 'joins-callees-by-commas',
      breaks: ['REC-008'],
      description: 'callees is one string.',
      mutate: changeRecord((one) => ({ ...one, [names.callees]: String(one[names.callees]) })),
    },
    {
      id: 'invents-records',
      breaks: ['REC-009', 'REC-010'],
      description: 'Any callId has a record.',
      mutate: async (request, forward) => {
        const response = await forward(request);
        if (!m.isFor(request, 'getRecordByCallId')) return response;
        const { isSuccess } = await m.readAnswer(response.clone());
        if (isSuccess) return response;
        const { recordMember } = m.generation;
        const made = { [names.callId]: readFields(request)[names.callId], [names.start]: 1 };
        return m.succeed(recordMember === undefined ? made : { [recordMember]: made });
      },
    },
    {
      id: 'succeeds-without-a-record',
      breaks: ['REC-010'],
      description: 'A callId of no call is answered with a success and no data.',
      mutate: m.acceptCode(m.findCode('record-not-found'), ['getRecordByCallId'], null),
    },
    {
      id: 'accepts-a-missing-call-id',
      breaks: ['REC-011', 'NEG-001'],
      description: 'The record of no particular call can be asked for.',
      mutate: m.acceptWhere(
        (request) => m.isFor(request, 'getRecordByCallId') && !(names.callId in readFields(request)),
      ),
    },
    {
      id: 'rounds-the-start-of-a-call',
      breaks: ['REC-012'],
      description: 'The record of one call has another start than the same record in a list.',
      mutate: changeRecord((one) => ({ ...one, [names.start]: Number(one[names.start]) - 1 })),
    },
    {
      id: 'writes-times-in-milliseconds',
      breaks: ['REC-014'],
      description: 'The times of a record are in milliseconds.',
      mutate: changeRecord((one) => ({
        ...one,
        [names.start]: Number(one[names.start]) * 1000,
        [names.end]: Number(one[names.end]) * 1000,
      })),
    },
    {
      id: 'loses-listed-records',
      breaks: ['REC-001'],
      description: 'A call that is listed has no record of its own.',
      mutate: m.refuseWhere(m.findCode('record-not-found'), (request) =>
        m.isFor(request, 'getRecordByCallId'),
      ),
    },
  ];
};
