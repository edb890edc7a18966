import type { Contract, Source } from '@trtc-call/spec';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import type { Level } from '../report/run-report.ts';
import type { SchemaChecks } from './check/schemas.ts';

/** How a generation calls what both have. */
export interface Names {
  readonly callId: string;
  /** Members of a record. */
  readonly start: string;
  readonly accept: string;
  readonly end: string;
  readonly mediaType: string;
  readonly callType: string;
  readonly callResult: string;
  readonly caller: string;
  readonly callees: string;
  /** Members of a filter, and of a page. */
  readonly from: string;
  readonly to: string;
  readonly pageSize: string;
  readonly page: string;
  readonly total: string;
  readonly records: string;
  /** Members of a callback configuration. */
  readonly address: string;
  readonly actions: string;
}

/** What a generation states of a requirement that the generations share, where it differs from what all have. */
export interface Statement {
  readonly level?: Level;
  readonly sentence?: string;
  readonly source?: readonly Source[];
  readonly decision?: readonly string[];
}

/** What a client of an account is made with, but for its generation. */
export type ClientOptions = {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly region: string;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  readonly timeoutMilliseconds: number;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly retry: false;
  readonly limiter: false;
  readonly validate?: 'off';
} & (
  | { readonly secretKey: string; readonly userSig?: undefined }
  | { readonly userSig: string; readonly secretKey?: undefined }
);

/** One generation of the API: what the shared requirements, the targets and the mutants take of its folder. */
export interface Generation {
  readonly contract: Contract;
  readonly openapi: OpenApiDocument;
  readonly schemas: SchemaChecks;
  /** The page that states what all operations have in common. */
  readonly introduction: Source;
  readonly names: Names;
  /** By key. A shared requirement that has no level of its own is one of this generation only if it is here. */
  readonly statements: Readonly<Record<string, Statement>>;
  /** The words that may be configured as actions. */
  readonly commands: readonly string[];
  /** The member of the data in which the record of one call is; absent where the data is the record. */
  readonly recordMember?: string;
  /** The code by which a filter that nothing matches may be refused, and the decision that says so. */
  readonly noMatch?: { readonly code: number; readonly decision: string };
  /** Members of a record whose types the pages give in two ways, so that they may differ between its two operations. */
  readonly mixedTypes?: readonly string[];
  /** Makes the client of the generation, and reads one page of records by it. */
  queryByClient(
    options: ClientOptions,
    filter: Readonly<Record<string, number>>,
    signal?: AbortSignal,
  ): Promise<{ readonly callIds: readonly string[]; readonly total: number }>;
}
