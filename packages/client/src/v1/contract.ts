import { envelope } from '@trtc-call/spec/v1';
import type { AnswerFacts, Contract } from '../contract.ts';
import * as schemas from './generated/v1-schemas.gen.ts';
import * as tables from './generated/v1-tables.gen.ts';

/** How v1 answers. */
export const answerFacts: AnswerFacts = {
  envelope,
  dataSchemas: schemas.dataSchemas,
  documentedCodes: schemas.documentedCodes,
  envelopeSchema: schemas.envelopeSchema,
  dataFacts: tables.dataFacts,
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
    ...schemas,
    ...tables,
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
