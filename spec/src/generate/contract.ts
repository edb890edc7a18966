import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { ErrorEntry, MistakeEntry, Source } from '../contract.ts';
import type { OpenApiDocument } from '../open-api-document.ts';
import { inheritSources } from './citations.ts';
import { findLocations, type Locations } from './locations.ts';
import { addRefusals } from './refusals.ts';
import { type AuthoredDocument, spellOut } from './spell-out.ts';

export interface ErrorTable {
  readonly codes: readonly ErrorEntry[];
  readonly otherCodes: Readonly<Record<string, unknown>>;
  readonly mistakes: readonly MistakeEntry[];
}

/** One webhook of a call, or one for each of those whom it is about. */
export interface FlowStep {
  readonly at: string;
  readonly by: string;
  readonly command: string;
}

/** The webhooks of a call of one type with one result. */
export interface CallFlow {
  readonly callType: string;
  readonly result: string;
  readonly steps: readonly FlowStep[];
}

/** What a call-flows.yaml holds. */
export interface CallFlows {
  readonly source: readonly Source[];
  readonly decision: readonly string[];
  readonly moments: readonly string[];
  readonly flows: readonly CallFlow[];
  /** Words that no flow sends, with the reason. */
  readonly outside: Readonly<Record<string, string>>;
}

/** Everything that one folder of the contract says. */
export interface Contract {
  /** Spelled out, with its sources and decisions. */
  readonly document: OpenApiDocument;
  readonly errors: ErrorTable;
  /** Absent where it is not described which webhooks a call causes. */
  readonly callFlows: CallFlows | undefined;
  /** The vendor's pages, as sources.yaml lists them. */
  readonly sources: unknown;
  readonly locations: Locations;
}

export function readContract(packageFolder: string, generation: string): Contract {
  const folder = join(packageFolder, generation);
  const readYaml = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'));
  const errors = {
    ...(readYaml('errors.yaml') as Omit<ErrorTable, 'mistakes'>),
    mistakes: readYaml('mistakes.yaml') as ErrorTable['mistakes'],
  };
  const { document, origins } = spellOut(bundle(packageFolder, generation));
  return {
    document: addRefusals(inheritSources(document), errors.codes),
    errors,
    callFlows: existsSync(join(folder, 'call-flows.yaml'))
      ? (readYaml('call-flows.yaml') as CallFlows)
      : undefined,
    sources: readYaml('sources.yaml'),
    locations: findLocations(packageFolder, generation, origins),
  };
}

/** The bundled document: every file of the contract in one, references to files turned into `#/components/...`. */
function bundle(packageFolder: string, generation: string): AuthoredDocument {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-spec-'));
  try {
    const output = join(folder, 'openapi.json');
    // The folder of the package holds no redocly.yaml: lint rules and their plugin have no part in bundling.
    const { status, stderr } = spawnSync(
      process.execPath,
      [redoclyBinary(), 'bundle', `${generation}/openapi.yaml`, '--output', output],
      {
        cwd: packageFolder,
        encoding: 'utf8',
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      },
    );
    if (status !== 0) throw new Error(`redocly bundle ${generation}/openapi.yaml failed:\n${stderr}`);
    return JSON.parse(readFileSync(output, 'utf8')) as AuthoredDocument;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The script of the installed redocly command. */
export function redoclyBinary(): string {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { redocly: string } };
  return join(dirname(manifest), bin.redocly);
}
