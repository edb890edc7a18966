import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { OpenApiDocument } from '../v1/open-api-document.ts';
import { bundle } from './bundle.ts';
import { type CallFlows, readCallFlows } from './call-flows.ts';

/** A page number, a page of the Chinese site (`269/96182`), a published library, or `observed` for no page at all. */
export type Source = number | string;

export interface ErrorRow {
  readonly code: number;
  readonly name: string;
  readonly cause: string;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly operations: readonly string[];
  readonly mistakes: readonly string[];
  readonly source: readonly Source[];
  readonly decision: readonly string[];
}

export interface MistakeRow {
  readonly id: string;
  readonly place: string;
  readonly sentence: string;
  readonly operations: readonly string[];
  readonly allowed: readonly number[] | 'any';
  readonly answer: number;
  readonly level: string;
  readonly levels?: Readonly<Record<string, string>>;
  readonly hidden?: boolean;
  readonly source: readonly Source[];
  readonly decision: readonly string[];
}

export interface ErrorTable {
  readonly codes: readonly ErrorRow[];
  readonly otherCodes: Readonly<Record<string, unknown>>;
  readonly mistakes: readonly MistakeRow[];
}

/** Everything that one folder of the contract says. */
export interface Contract {
  readonly document: OpenApiDocument;
  readonly errors: ErrorTable;
  readonly callFlows: CallFlows;
}

export function readContract(packageFolder: string, generation: string): Contract {
  return {
    document: bundle(packageFolder, generation),
    errors: parse(readFileSync(join(packageFolder, generation, 'errors.yaml'), 'utf8')) as ErrorTable,
    callFlows: readCallFlows(packageFolder, generation),
  };
}
