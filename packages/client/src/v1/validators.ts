export type { ContractRule } from '../request/events.ts';
export type { Issue } from '../schema/check-shape.ts';
export { type Findings, findViolations } from '../schema/find-violations.ts';
export { type Asked, findMismatches } from './find-mismatches.ts';
export {
  fitsDeleteCallback,
  fitsEnvelope,
  fitsGetCallback,
  fitsGetRecordByCallId,
  fitsGetRecordsByFilter,
  fitsSetCallback,
  fitsUpdateCallback,
} from './generated/v1-validators.gen.js';
