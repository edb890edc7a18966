import { envelope } from '@trtc-call/spec/v1';
import type { AnswerFacts } from '../answers.ts';
import { buildContract } from '../build-contract.ts';
import type { Contract } from '../contract.ts';
import type { Issue } from '../schema/schema.ts';
import { dataSchemas, documentedCodes, envelopeSchema, requestSchemas } from './generated/v1-schemas.gen.ts';
import {
  backendTimeoutMilliseconds,
  contentType,
  dataFacts,
  largestRandom,
  notFoundCodes,
  operations,
  otherRefusal,
  otherRegions,
  refusals,
  servers,
} from './generated/v1-tables.gen.ts';

/** How v1 answers. */
export const answerFacts: AnswerFacts = {
  envelope,
  dataSchemas,
  documentedCodes,
  envelopeSchema,
  dataFacts,
  readsTextCodes: true,
  echoes: {
    getRecordByCallId: { names: ['callId', 'sdkAppId'] },
    getRecordsByFilter: { member: 'callRecordList', names: ['sdkAppId', 'callResult', 'callType'] },
  },
  times: ['startCallTs', 'acceptTs', 'endTs'],
};

/** The generation v1, as its pages have it. */
export function createContract(): Contract {
  return buildContract({
    ...answerFacts,
    requestSchemas,
    backendTimeoutMilliseconds,
    contentType,
    largestRandom,
    notFoundCodes,
    operations,
    otherRefusal,
    otherRegions,
    refusals,
    servers,
    generation: 'v1',
    defaultRegion: 'intl',
    allowsBareCode: false,
    signRefusals: { expired: 'UserSigExpired', invalid: 'UserSigInvalid' },
    findOdd: ({ startTimestamp, endTimestamp }) =>
      Number(endTimestamp) < Number(startTimestamp) ? [backwards] : [],
    improveRemedy: (operationId, { mayBeNotFound, remedy }) =>
      mayBeNotFound && operationId === 'getRecordByCallId' ? `${noRecord} Otherwise: ${remedy}` : remedy,
  });
}

const backwards: Issue = {
  rule: 'range',
  pointer: '/endTimestamp',
  expected: 'a time that is not before startTimestamp',
  got: 'an earlier one',
};

const noRecord =
  'There may be no record of this call: it is not of this app, not over yet, or longer ago than records are kept.';
