import * as v1 from './v1/index.ts';

/** The generations of the API that this package describes, oldest first. */
export const generations = ['v1'] as const;

export type {
  Contract,
  Envelope,
  ErrorEntry,
  Limit,
  MistakeEntry,
  OperationEntry,
  QueryParameter,
  Source,
} from './contract.ts';
export { v1 };
