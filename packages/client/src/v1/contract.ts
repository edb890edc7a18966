import { envelope } from '@trtc-call/spec/v1';
import type { AnswerFacts, Contract } from '../contract.ts';
import { dataSchemas, documentedCodes, envelopeSchema, requestSchemas } from './generated/v1-schemas.gen.ts';
import { tables } from './generated/v1-tables.gen.ts';

/** How v1 answers. */
export const answerFacts: AnswerFacts = {
  envelope,
  envelopeSchema,
  dataSchemas,
  dataFacts: tables.dataFacts,
  documentedCodes,
  readsTextCodes: true,
  echoes: {
    getRecordByCallId: { names: ['callId', 'sdkAppId'] },
    getRecordsByFilter: { member: 'callRecordList', names: ['sdkAppId', 'callResult', 'callType'] },
  },
  times: ['startCallTs', 'acceptTs', 'endTs'],
};

/** The generation v1, as its pages have it. */
export function createContract(): Contract {
  return {
    ...answerFacts,
    ...tables,
    requestSchemas,
    generation: 'v1',
    defaultRegion: 'intl',
    allowsBareCode: false,
    signRefusals: { expired: 'UserSigExpired', invalid: 'UserSigInvalid' },
    timeSpan: ['startTimestamp', 'endTimestamp'],
    longestTexts: {},
    improveRemedy: (operationId, _, remedy, mayBeNotFound) =>
      mayBeNotFound && operationId === 'getRecordByCallId' ? `${noRecord} Otherwise: ${remedy}` : remedy,
  };
}

const noRecord =
  'There may be no record of this call: it is not of this app, not over yet, or longer ago than records are kept.';
