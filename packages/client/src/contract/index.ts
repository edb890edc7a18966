export type { Issue } from '../check-shape.ts';
export type { ContractRule } from '../events.ts';
export {
  fitsDeleteCallback,
  fitsEnvelope,
  fitsGetCallback,
  fitsGetRecordByCallId,
  fitsGetRecordsByFilter,
  fitsSetCallback,
  fitsUpdateCallback,
} from '../generated/v1-validators.gen.js';
export { type Asked, findMismatches } from './find-mismatches.ts';
export { type Findings, findViolations } from './find-violations.ts';
