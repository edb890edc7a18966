import type { Contract } from '../contract.ts';
import { errorCodes, mistakes, otherErrorCode } from '../generated/v4-errors.gen.ts';
import {
  contractVersion,
  envelope,
  limits,
  operations,
  queryParameters,
  servers,
} from '../generated/v4-operations.gen.ts';

/** Generation v4 as one object, for code that serves any generation. */
export const contract = {
  generation: 'v4',
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
