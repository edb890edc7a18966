import {
  callFlows,
  type MistakeId,
  mistakes,
  operations,
  queryParameters,
  webhooks,
} from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import type { Generation } from '../contract.ts';
import { handlers, magicFields, windowSeconds } from './operations.ts';

const { sdkappid, identifier, usersig, random, contenttype } = queryParameters;

/** Generation v1 of the API. */
export const v1: Generation = {
  name: 'v1',
  document: openapi,
  operations: Object.values(operations),
  handlers,
  magicFields,
  parameters: [
    { ...sdkappid, credential: 'sdkAppId', missing: 'sdkappid-missing', invalid: 'sdkappid-invalid' },
    // The contract has no mistake of its own for an identifier of the wrong form.
    { ...identifier, credential: 'identifier', missing: 'identifier-missing', invalid: 'identifier-missing' },
    { ...usersig, credential: 'userSig', missing: 'usersig-missing', invalid: 'usersig-invalid' },
    { ...random, missing: 'random-missing', invalid: 'random-invalid' },
    { ...contenttype, missing: 'contenttype-missing', invalid: 'contenttype-invalid' },
  ],
  codes: new Map<MistakeId, number>(mistakes.map(({ id, answer }) => [id, answer])),
  patternMistakes: new Map<string, MistakeId>([['address', 'address-scheme']]),
  administrator: identifier.example,
  records: {
    schema: 'CallRecord',
    words: { callResults: 'CallResult', callTypes: 'CallType', mediaTypes: 'MediaType' },
    windowSeconds,
    exampleOf: 'getRecordByCallId',
  },
  calls: {
    results: webhooks.status.commands,
    answered: callFlows.flows
      .filter(({ steps }) => steps.some(({ at }) => at === 'answer'))
      .map(({ result }) => result),
    retryWaitsSeconds: webhooks.status.retryWaitsSeconds,
  },
};
