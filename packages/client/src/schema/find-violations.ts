import type { OperationId } from '@trtc-call/spec/v1';
import { isObject } from '../describe-value.ts';
import { readCode } from '../request/envelope.ts';
import type { ContractRule } from '../request/events.ts';
import { dataShapes, documentedCodes, envelopeShape } from '../v1/generated/v1-answers.gen.ts';
import { fitsData, fitsEnvelope } from '../v1/generated/v1-validators.gen.js';
import { breaks, checkShape, type Issue } from './check-shape.ts';

/** What an answer has that is not documented, or lacks. */
export interface Findings {
  readonly requestId: string | undefined;
  readonly issues: readonly (Omit<Issue, 'rule'> & { readonly rule: ContractRule })[];
  /** Those that break the contract. */
  readonly breaking: readonly Issue[];
}

const none: Findings = { requestId: undefined, issues: [], breaking: [] };

/** Compares an answer with what the operation is documented to answer. */
export function findViolations(operationId: OperationId, answer: unknown): Findings {
  const { errorCode, requestId, data } = isObject(answer) ? answer : {};
  const code = readCode(errorCode) ?? Number.NaN;
  const isRefusal = code !== 0;
  // The generated validators are fast and only say yes or no; where they say no, the shapes say what and where.
  const envelopeFits = fitsEnvelope(answer);
  const restFits = isRefusal ? documentedCodes[operationId].includes(code) : fitsData[operationId](data);
  if (envelopeFits && restFits) return none;
  const found = envelopeFits ? [] : checkShape(answer, envelopeShape);
  if (!isRefusal && !restFits) found.push(...checkShape(data, dataShapes[operationId], '/data'));
  const issues: Findings['issues'][number][] = [...found];
  if (isRefusal && !restFits && Number.isInteger(code)) {
    const expected = `one of ${documentedCodes[operationId].join(', ')}`;
    issues.push({ rule: 'undocumented-code', pointer: '/errorCode', expected, got: String(code) });
  }
  const id = typeof requestId === 'string' || typeof requestId === 'number' ? String(requestId) : undefined;
  return { requestId: id, issues, breaking: found.filter(breaks) };
}
