import type { OperationId } from '@trtc-call/spec/v1';
import { checkNames } from '../check-options.ts';
import { findMismatches as compareWithRequest, findViolations as holdAgainst, validate } from '../compare.ts';
import type { Asked, Findings } from '../contract.ts';
import type { Issue } from '../schema/issue.ts';
import type { Schema } from '../schema/keywords.ts';
import { answerFacts } from './contract.ts';
import { dataSchemas, envelopeSchema } from './generated/v1-schemas.gen.ts';

export type { Asked, ContractRule, Findings } from '../contract.ts';
export { ArgumentError, isTrtcCallError, type TrtcCallError } from '../errors.ts';
export type { Issue } from '../schema/issue.ts';

/** Compares an answer with what the operation is documented to answer. */
export const findViolations: (operationId: OperationId, answer: unknown) => Findings = (
  operationId,
  answer,
) => holdAgainst(answerFacts, operationId, answer);

/** Whether a value is just as a page documents it. */
export type Fits = (value: unknown) => boolean;

function createFits(schema: Schema): Fits {
  return (value) => validate(schema, value).length === 0;
}

/** The fields around the data of every answer. */
export const fitsEnvelope: Fits = /* @__PURE__ */ createFits(envelopeSchema);
export const fitsGetRecordByCallId: Fits = /* @__PURE__ */ createFits(dataSchemas.getRecordByCallId);
export const fitsGetRecordsByFilter: Fits = /* @__PURE__ */ createFits(dataSchemas.getRecordsByFilter);
export const fitsSetCallback: Fits = /* @__PURE__ */ createFits(dataSchemas.setCallback);
export const fitsGetCallback: Fits = /* @__PURE__ */ createFits(dataSchemas.getCallback);
export const fitsUpdateCallback: Fits = /* @__PURE__ */ createFits(dataSchemas.updateCallback);
export const fitsDeleteCallback: Fits = /* @__PURE__ */ createFits(dataSchemas.deleteCallback);

/**
 * Where a success is not the answer to what was asked: the record of another call or another app, a record that does not
 * match the words of the filter, and times that are not in seconds. A missing member is for `findViolations`.
 *
 * @throws ArgumentError for a member of `asked` that does not exist.
 */
export function findMismatches(asked: Asked, answer: unknown): Issue[] {
  checkNames('findMismatches', 'asked', asked, ['operationId', 'sdkAppId', 'body']);
  return compareWithRequest(answerFacts, asked, answer);
}
