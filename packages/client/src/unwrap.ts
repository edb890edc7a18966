import { findErrorCode, type OperationId, otherErrorCode } from '@trtc-call/spec/v1';
import type { ApiResult } from './api.ts';
import { checkShape, isObject, type Shape } from './check-shape.ts';
import { ContractError, RefusedError } from './errors.ts';
import { envelopeShape, shapes } from './generated/v1-shapes.gen.ts';

/**
 * The `data` that an envelope gives when it is unwrapped: that of its success, with `null` for every documented
 * form of "nothing". The types of the contract alone cannot tell success from failure by `errorCode`.
 */
export type DataOf<Envelope> = Envelope extends { errorCode: 0 | '0'; data: infer Data }
  ? null extends Data
    ? Exclude<Data, '' | Record<string, never>>
    : Data
  : never;

interface ReadEnvelope {
  readonly code: number;
  readonly message: string;
  readonly requestId: string;
  readonly data: unknown;
}

/**
 * Takes the data out of an answer of `client.api`.
 *
 * @throws RefusedError when the service said no.
 * @throws ContractError when the answer is not what the contract states.
 */
export function unwrap<Envelope>(result: ApiResult<Envelope>): DataOf<Envelope> {
  const { operationId } = result;
  const { requestId, data } = accept(operationId, result.data);
  const { data: shape } = shapes[operationId];
  if (isNothing(data) && allowsNothing(shape)) return null as DataOf<Envelope>;
  const issues = checkShape(data, shape, '/data');
  if (issues.length > 0) throw new ContractError(operationId, issues, requestId);
  return data as DataOf<Envelope>;
}

/**
 * Reads the envelope and refuses what is not a success, whatever its data.
 *
 * @throws RefusedError
 * @throws ContractError
 */
export function accept(operationId: OperationId, envelope: unknown): ReadEnvelope {
  const read = readEnvelope(operationId, envelope);
  if (read.code === 0) return read;
  const { name, cause, remedy, retryable } = findErrorCode(read.code) ?? otherErrorCode;
  const { code, message: vendorMessage, requestId } = read;
  throw new RefusedError({
    code,
    reason: name,
    requestId,
    operationId,
    remedy,
    retryable,
    cause,
    vendorMessage,
  });
}

/** Lenient: both documented types of `errorCode` and of `requestId` are read, one type is given. */
function readEnvelope(operationId: OperationId, envelope: unknown): ReadEnvelope {
  const issues = checkShape(envelope, envelopeShape);
  const { errorCode, errorMessage, requestId, data } = isObject(envelope) ? envelope : {};
  const id = typeof requestId === 'string' || typeof requestId === 'number' ? String(requestId) : undefined;
  if (issues.length > 0 || id === undefined) throw new ContractError(operationId, issues, id);
  return { code: Number(errorCode), message: String(errorMessage), requestId: id, data };
}

function allowsNothing(shape: Shape): boolean {
  return checkShape(null, shape).length === 0;
}

function isNothing(data: unknown): boolean {
  return data === null || data === '' || (isObject(data) && Object.keys(data).length === 0);
}
