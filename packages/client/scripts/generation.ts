import * as v1 from '@trtc-call/spec/v1';
import { openapi as openapiV1 } from '@trtc-call/spec/v1/openapi';
import * as v4 from '@trtc-call/spec/v4';
import { type OpenApiDocument, openapi as openapiV4 } from '@trtc-call/spec/v4/openapi';

/** What the modules of a generation are made of. */
export interface Generation {
  readonly name: 'v1' | 'v4';
  readonly document: OpenApiDocument;
  readonly operations: Readonly<Record<string, OperationRow>>;
  readonly servers: Readonly<Record<string, string>>;
  /** Names of data centres that another generation has; an app names one for all of them. */
  readonly otherRegions: readonly string[];
  readonly envelope: EnvelopeNames;
  readonly errorCodes: readonly CodeRow[];
  readonly otherErrorCode: Omit<CodeRow, 'code'>;
  readonly absences: readonly { readonly operations: readonly string[]; readonly answer: number }[];
  readonly queryParameters: (typeof v1 | typeof v4)['queryParameters'];
  readonly userSig: (typeof v1 | typeof v4)['userSig'];
  readonly backendTimeout: { readonly value: number; readonly unit: string };
}

interface OperationRow {
  readonly operationId: string;
  readonly path: string;
  readonly idempotent: boolean;
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  readonly errors: readonly number[];
}

interface CodeRow {
  readonly code: number;
  readonly name: string;
  readonly cause: string;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly possiblyApplied?: boolean;
}

/** What the members around the data are called, and the word beside the code where there is one. */
interface EnvelopeNames {
  readonly code: string;
  readonly data: string;
  readonly outcome?: { readonly name: string; readonly success: string; readonly failure: string };
}

// The mistakes by which what is asked for is not there.
const absent = ['record-not-found', 'callback-absent', 'callback-not-configured', 'call-not-found'];

export const generationV1: Generation = {
  ...v1,
  name: 'v1',
  document: openapiV1,
  otherRegions: Object.keys(v4.servers).filter((region) => !Object.hasOwn(v1.servers, region)),
  absences: v1.mistakes.filter(({ id }) => absent.includes(id)),
  backendTimeout: v1.limits.backendTimeout,
};

export const generationV4: Generation = {
  ...v4,
  name: 'v4',
  document: openapiV4,
  // Where no data centre is the default, that of a host of v1 is not known.
  otherRegions: [],
  absences: v4.mistakes.filter(({ id }) => absent.includes(id)),
  backendTimeout: v4.limits.backendTimeout,
};
