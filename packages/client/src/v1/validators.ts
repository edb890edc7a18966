import { compile, type Schema } from '../schema/schema.ts';
import { dataSchemas, envelopeSchema } from './generated/v1-answers.gen.ts';

export type { Asked, ContractRule, Findings } from '../contract.ts';
export { ArgumentError, isTrtcCallError, type TrtcCallError } from '../errors.ts';
export type { Issue } from '../schema/schema.ts';
export { findMismatches } from './find-mismatches.ts';
export { findViolations } from './find-violations.ts';

/** Whether a value is just as a page documents it. */
export type Fits = (value: unknown) => boolean;

function createFits(schema: Schema): Fits {
  const validator = compile(schema);
  return (value) => validator.check(value).length === 0;
}

/** The fields around the data of every answer. */
export const fitsEnvelope: Fits = /* @__PURE__ */ createFits(envelopeSchema);
export const fitsGetRecordByCallId: Fits = /* @__PURE__ */ createFits(dataSchemas.getRecordByCallId);
export const fitsGetRecordsByFilter: Fits = /* @__PURE__ */ createFits(dataSchemas.getRecordsByFilter);
export const fitsSetCallback: Fits = /* @__PURE__ */ createFits(dataSchemas.setCallback);
export const fitsGetCallback: Fits = /* @__PURE__ */ createFits(dataSchemas.getCallback);
export const fitsUpdateCallback: Fits = /* @__PURE__ */ createFits(dataSchemas.updateCallback);
export const fitsDeleteCallback: Fits = /* @__PURE__ */ createFits(dataSchemas.deleteCallback);
