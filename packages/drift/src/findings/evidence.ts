import type { SchemaNode } from '../contract/schema-node.ts';
import type { Fingerprint } from './finding.ts';

/** One sight of a difference, before anything is said about it. */
export interface Evidence {
  readonly fingerprint: Fingerprint;
  readonly operationId: string | undefined;
  /** Pointer into the bundled contract of the statement that does not hold. */
  readonly site: string | undefined;
  /** The schema that a value was held against. */
  readonly node?: SchemaNode;
  /** What stood there, for a proposal to look at; never shown. */
  readonly value?: unknown;
  /** Whether the contract says MUST; absent where it has no levels. */
  readonly must?: boolean;
}
