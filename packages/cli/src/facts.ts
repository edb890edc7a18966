import { nearestName } from '@trtc-call/reporting/values';
import * as specV1 from '@trtc-call/spec/v1';
import { type OpenApiDocument, type OpenApiSchema, openapi as openapiV1 } from '@trtc-call/spec/v1/openapi';
import * as specV4 from '@trtc-call/spec/v4';
import { openapi as openapiV4 } from '@trtc-call/spec/v4/openapi';
import { CommandError } from './command-error.ts';
import { logLine } from './io/print.ts';

/** The command words of webhooks, by generation. */
export const webhookWords = {
  v1: [...specV1.commandWords.status, ...specV1.commandWords.event],
  v4: Object.values(specV4.webhooks).flatMap(({ commands }) => [...commands]),
} as const;

/** What `webhooks trigger` can send: each word, all of a generation, or those of one call. */
export const triggers = ['all', 'call', ...webhookWords.v4, ...webhookWords.v1] as const;

export type Trigger = (typeof triggers)[number];

/** What the contract of each generation says that is not about one operation. */
export const facts = {
  v1: {
    ...readFacts(openapiV1.components.schemas),
    regions: Object.keys(specV1.servers),
    /** The account that calls where none is named. */
    administrator: specV1.queryParameters.identifier.example,
    /** In how many attempts a webhook is sent that is not acknowledged. */
    attempts: specV1.webhooks.status.retryWaitsSeconds.length,
    /** A request that the mock answers with the record of a call, whatever it holds. */
    sampleRequest: { path: specV1.operations.getRecordByCallId.path, body: { callId: 'mock-success' } },
  },
  v4: {
    ...readFacts(openapiV4.components.schemas),
    regions: Object.keys(specV4.servers),
    administrator: specV4.queryParameters.identifier.example,
    /** The first versions of clients that place calls of this generation. */
    firstClients: specV4.firstClients,
    sampleRequest: { path: specV4.operations.getRecordByCallId.path, body: { CallId: 'mock-success' } },
  },
} as const;

function readFacts({ CallResult, CallType, CallRecord }: OpenApiDocument['components']['schemas']) {
  return {
    /** How a call may have ended, in the spelling of the generation. */
    results: listWords(CallResult),
    /** Who may have taken part in it. */
    types: listWords(CallType),
    /** The members of a record, in the order of the contract. */
    columns: Object.keys(Object(CallRecord?.properties)),
  };
}

function listWords(schema: OpenApiSchema | undefined): string[] {
  return Array.isArray(schema?.enum) ? schema.enum.map(String) : [];
}

/** Checks a word against those that the contract lists, and narrows its type. */
export function knownWord<Word extends string>(option: string, word: string, words: readonly Word[]): Word {
  const found = words.find((known) => known === word);
  if (found !== undefined) return found;
  throw new CommandError(describeUnknown(option, word, words));
}

/** Takes any word, since the service may know more than the contract lists, and warns of one that is not listed. */
export function anyWord(option: string, word: string, words: readonly string[]): string {
  if (!words.includes(word)) logLine(`Sent as it is: ${describeUnknown(option, word, words)}`);
  return word;
}

function describeUnknown(option: string, word: string, words: readonly string[]): string {
  const nearest = nearestName(word, words);
  const remedy = nearest ? `did you mean ${nearest}?` : `choose from ${words.join(', ')}`;
  return `${option}: "${word}" is not a word of the contract: ${remedy}`;
}
