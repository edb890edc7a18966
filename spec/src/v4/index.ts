export type { Source } from '../contract.ts';
export { errorCodes, mistakes, otherErrorCode } from '../generated/v4-errors.gen.ts';
export {
  contractVersion,
  envelope,
  limits,
  operations,
  queryParameters,
  servers,
  userSig,
} from '../generated/v4-operations.gen.ts';
export { contract } from './contract.ts';
export {
  type ErrorCode,
  type ErrorCodeEntry,
  type ErrorName,
  findErrorCode,
  findMistake,
  type Mistake,
  type MistakeId,
} from './errors.ts';
export { isOperationId, type Operation, type OperationId, type Region } from './operations.ts';
