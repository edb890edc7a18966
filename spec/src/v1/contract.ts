import type { Contract } from '../contract.ts';
import { errorCodes, mistakes, otherErrorCode } from '../generated/v1-errors.gen.ts';
import {
  contractVersion,
  envelope,
  limits,
  operations,
  queryParameters,
  servers,
} from '../generated/v1-operations.gen.ts';

/** Generation v1 as one object, for code that serves any generation. */
export const contract = {
  generation: 'v1',
  version: contractVersion,
  servers,
  operations,
  queryParameters,
  envelope,
  limits,
  errorCodes,
  otherErrorCode,
  mistakes,
} satisfies Contract;
