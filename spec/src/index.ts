import * as v1 from './v1/index.ts';
import * as v4 from './v4/index.ts';

/** The generations of the API that this package describes, oldest first. */
export const generations = ['v1', 'v4'] as const;

export type {
  Contract,
  Envelope,
  ErrorEntry,
  FirstClients,
  Limit,
  MistakeEntry,
  OperationEntry,
  QueryParameter,
  Source,
} from './contract.ts';
export { sourceBase } from './locations.ts';
export { v1, v4 };
