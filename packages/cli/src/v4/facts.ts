import { operations, queryParameters, servers } from '@trtc-call/spec/v4';
import { openapi } from '@trtc-call/spec/v4/openapi';
import { listWords } from '../service.ts';

const { schemas } = openapi.components;

export const regions = Object.keys(servers);
/** The account that calls where none is named. */
export const administrator = queryParameters.identifier.example;
export const actions = listWords(schemas.CallbackCommand);
/** How a call may have ended, as v4 spells it. */
export const results = listWords(schemas.CallResult);
/** Who may have taken part in a call, as v4 spells it. */
export const types = listWords(schemas.CallType);
/** The members of a record, in the order of the contract. */
export const columns = Object.keys(schemas.CallRecord?.properties ?? {});
/** A request that the mock answers with the record of a call, whatever it holds. */
export const sampleRequest = {
  path: operations.getRecordByCallId.path,
  body: { CallId: 'mock-success' },
};
