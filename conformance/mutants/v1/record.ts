import { readMembers } from '../../requirements/v1/check/answer.ts';
import { acceptCode, changeData, readAnswer } from './change-answers.ts';
import { acceptWhere, refuseWhere, without } from './change-requests.ts';
import type { Mutant, Mutate } from './mutant.ts';
import { isFor, readFields } from './request.ts';

type Members = Readonly<Record<string, unknown>>;

/** Changes the record that is answered to a callId. */
function changeRecord(change: (record: Members) => Members): Mutate {
  return changeData('getRecordByCallId', (data) => change(readMembers(data)));
}

/** The record of one call, broken. */
export const record: readonly Mutant[] = [
  {
    id: 'returns-the-record-of-another-call',
    breaks: ['V1-REC-001', 'V1-REC-012'],
    description: 'The record is not that of the callId.',
    mutate: changeRecord((one) => ({ ...one, callId: 'another-call' })),
  },
  {
    id: 'drops-the-caller',
    breaks: ['V1-REC-013'],
    description: 'A record has no caller.',
    mutate: changeRecord((one) => without(one, 'caller')),
  },
  {
    id: 'writes-times-as-text',
    breaks: ['V1-REC-002'],
    description: 'startCallTs is the digits of a number as a string.',
    mutate: changeRecord((one) => ({ ...one, startCallTs: String(one.startCallTs) })),
  },
  {
    id: 'returns-records-of-another-app',
    breaks: ['V1-REC-003'],
    description: 'The sdkAppId of a record is that of another app.',
    mutate: changeRecord((one) => ({ ...one, sdkAppId: Number(one.sdkAppId) + 1 })),
  },
  {
    id: 'writes-the-media-type-in-capitals',
    breaks: ['V1-REC-004'],
    description: 'mediaType is VIDEO or AUDIO.',
    mutate: changeRecord((one) => ({ ...one, mediaType: String(one.mediaType).toUpperCase() })),
  },
  {
    id: 'calls-a-call-multi',
    breaks: ['V1-REC-005'],
    description: 'callType is a word of no list.',
    mutate: changeRecord((one) => ({ ...one, callType: 'multi' })),
  },
  {
    id: 'calls-a-result-offline',
    breaks: ['V1-REC-006'],
    description: 'callResult is the word that only a sample prints.',
    mutate: changeRecord((one) => ({ ...one, callResult: 'offline' })),
  },
  {
    id: 'ends-calls-before-they-begin',
    breaks: ['V1-REC-007'],
    description: 'endTs lies before startCallTs.',
    mutate: changeRecord((one) => ({ ...one, endTs: Number(one.startCallTs) - 1 })),
  },
  {
    id: 'joins-callees-by-commas',
    breaks: ['V1-REC-008'],
    description: 'callees is one string.',
    mutate: changeRecord((one) => ({ ...one, callees: String(one.callees) })),
  },
  {
    id: 'invents-records',
    breaks: ['V1-REC-009', 'V1-REC-010'],
    description: 'Any callId has a record.',
    mutate: async (request, forward) => {
      const response = await forward(request);
      if (!isFor(request, 'getRecordByCallId')) return response;
      const { envelope, isSuccess } = await readAnswer(response.clone());
      const { callId } = readFields(request);
      const data = { ...readMembers(envelope.data), callId };
      return isSuccess
        ? response
        : Response.json({ ...envelope, errorCode: 0, errorMessage: 'Success', data });
    },
  },
  {
    id: 'succeeds-without-a-record',
    breaks: ['V1-REC-010'],
    description: 'A callId of no call is answered with a success and no data.',
    mutate: acceptCode(70001, ['getRecordByCallId'], null),
  },
  {
    id: 'accepts-a-missing-call-id',
    breaks: ['V1-REC-011', 'V1-NEG-001'],
    description: 'The record of no particular call can be asked for.',
    mutate: acceptWhere(
      (request) => isFor(request, 'getRecordByCallId') && !('callId' in readFields(request)),
    ),
  },
  {
    id: 'rounds-the-start-of-a-call',
    breaks: ['V1-REC-012'],
    description: 'The record of one call has another startCallTs than the same record in a list.',
    mutate: changeRecord((one) => ({ ...one, startCallTs: Number(one.startCallTs) - 1 })),
  },
  {
    id: 'loses-listed-records',
    breaks: ['V1-REC-001'],
    description: 'A call that is listed has no record of its own.',
    mutate: refuseWhere(70001, (request) => isFor(request, 'getRecordByCallId')),
  },
];
