import { createRequire } from 'node:module';
import { type generations as names, type Contract as Statements, v1, v4 } from '@trtc-call/spec';
import type { Locations } from '@trtc-call/spec/v1/locations';
import { type OpenApiDocument, openapi as v1OpenApi } from '@trtc-call/spec/v1/openapi';
import {
  type Citation,
  type Sources,
  citations as v1Citations,
  sources as v1Sources,
} from '@trtc-call/spec/v1/sources';
import { openapi as v4OpenApi } from '@trtc-call/spec/v4/openapi';
import { citations as v4Citations, sources as v4Sources } from '@trtc-call/spec/v4/sources';

export type Generation = (typeof names)[number];

/** Which members of requests and answers are about the same thing. Their forms stand in the contract. */
export interface MemberNames {
  /** In a request for records: the call, the page and the filter. Records have the same names. */
  readonly call: string;
  readonly page: string;
  readonly pageSize: string;
  readonly filter: readonly string[];
  readonly from: string;
  readonly to: string;
  /** Where the data of a success hold calls or records, by operation; `*` stands for every item of a list. */
  readonly records: Readonly<Record<string, readonly string[]>>;
  /** The times of a record, in the order in which they come. */
  readonly times: readonly [start: string, ...later: string[]];
  /** The app in a record, where records name it. */
  readonly app: string | undefined;
  /** The number of a page that is not there, where it may be another than was asked for. */
  readonly emptyPage: number | undefined;
  /** Members of an answer that need not be as they were asked for: decisions hold that as a SHOULD or a MAY. */
  readonly levels: Readonly<Record<string, 'SHOULD' | 'MAY'>>;
  /** Where a configuration sends webhooks, and which. */
  readonly address: string;
  readonly commands: string;
}

export interface GenerationSource {
  readonly generation: Generation;
  /** What stands before an operation in fingerprints, so that those of the first generation stay as they are. */
  readonly prefix: string;
  readonly statements: Statements;
  readonly openapi: OpenApiDocument;
  /** Where each statement stands in `spec/`. Only a finding asks, and reading them takes longer than judging a small file. */
  readonly readLocations: () => Locations;
  readonly citations: Readonly<Record<string, Citation>>;
  readonly sources: Sources;
  readonly names: MemberNames;
}

const load = createRequire(import.meta.url);

export const generationSources: Readonly<Record<Generation, GenerationSource>> = {
  v1: {
    generation: 'v1',
    prefix: '',
    statements: v1.contract,
    openapi: v1OpenApi,
    readLocations: (): Locations => load('@trtc-call/spec/v1/locations').locations,
    citations: v1Citations,
    sources: v1Sources,
    names: {
      call: 'callId',
      page: 'page',
      pageSize: 'numberPerPage',
      filter: ['callResult', 'callType'],
      from: 'startTimestamp',
      to: 'endTimestamp',
      records: { getRecordByCallId: [], getRecordsByFilter: ['callRecordList', '*'] },
      times: ['startCallTs', 'acceptTs', 'endTs'],
      app: 'sdkAppId',
      emptyPage: undefined,
      // V1-U-02
      levels: { page: 'SHOULD' },
      address: 'address',
      commands: 'actions',
    },
  },
  v4: {
    generation: 'v4',
    prefix: 'v4/',
    statements: v4.contract,
    openapi: v4OpenApi,
    readLocations: (): Locations => load('@trtc-call/spec/v4/locations').locations,
    citations: v4Citations,
    sources: v4Sources,
    names: {
      call: 'CallId',
      page: 'Page',
      pageSize: 'NumberPerPage',
      filter: ['CallResult', 'CallType'],
      from: 'StartTime',
      to: 'EndTime',
      records: {
        getCallInfo: ['CallInfo'],
        getRecordByCallId: ['CallRecord'],
        getRecordsByFilter: ['CallRecordList', '*'],
      },
      times: ['StartTime', 'AcceptTime', 'EndTime'],
      app: undefined,
      // V4-U-07
      emptyPage: 0,
      // V4-U-07, V4-U-09, V4-02
      levels: { Page: 'SHOULD', StartTime: 'SHOULD', CallResult: 'MAY', CallType: 'MAY' },
      address: 'Url',
      commands: 'CallbackCommandList',
    },
  },
};
