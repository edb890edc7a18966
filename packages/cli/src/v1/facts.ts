import { commandWords, operations, queryParameters, servers } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { listWords } from '../service.ts';

const { schemas } = openapi.components;

export const regions = Object.keys(servers);
/** The account that calls where none is named. */
export const administrator = queryParameters.identifier.example;
export const actions = [...commandWords.status, ...commandWords.event];
/** How a call may have ended; other generations are spelled so too. */
export const results = listWords(schemas.CallResult);
export const types = listWords(schemas.CallType);
/** The members of a record, in the order of the contract. */
export const columns = Object.keys(schemas.CallRecord?.properties ?? {});
/** A request that the mock answers with the record of a call, whatever it holds. */
export const sampleRequest = {
  path: operations.getRecordByCallId.path,
  body: { callId: 'mock-success' },
};
