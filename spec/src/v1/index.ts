export type { Source } from '../contract.ts';
export { callFlows } from '../generated/v1-call-flows.gen.ts';
export { errorCodes, mistakes, otherErrorCode } from '../generated/v1-errors.gen.ts';
export {
  commandWords,
  contractVersion,
  envelope,
  limits,
  operations,
  queryParameters,
  servers,
  userSig,
} from '../generated/v1-operations.gen.ts';
export { webhooks } from '../generated/v1-webhooks.gen.ts';
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
