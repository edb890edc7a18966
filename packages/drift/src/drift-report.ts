import type { Acceptance } from '@trtc-call/reporting';
import type { AcceptedEntry } from '@trtc-call/reporting/accepted';
import type { Generation } from './contract/generations.ts';
import type { FindingClass, Sensor } from './findings/difference.ts';
import type { Finding } from './findings/finding.ts';
import type { Damage } from './traffic/chunk-buffer.ts';

/** The version of the report's form, in its `schema` member. */
export const driftReportSchemaId = 'https://trtc-call.dev/drift-report/1';

/** Exit code of a check: 0 nothing at or above `--fail-on`, 1 something, 2 it could not be checked. */
export type DriftExitCode = 0 | 1 | 2;

/** Everything that one check found; every output is a rendering of it. */
export interface DriftReport {
  readonly schema: typeof driftReportSchemaId;
  /** Of this package. */
  readonly version: string;
  /** Those that the report is about: of which there was something to see. */
  readonly generation: Generation | 'both';
  /** Such as `1.0.0`; of both, `v1 1.0.0, v4 0.1.0`. */
  readonly contractVersion: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMilliseconds: number;
  readonly inputs: readonly DriftInput[];
  readonly coverage: readonly OperationCoverage[];
  /** The vendor's pages, where they were compared. */
  readonly pages?: readonly PageResult[] | undefined;
  /** Those that are not accepted, worst first. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly { readonly finding: Finding; readonly acceptance: Acceptance }[];
  readonly baseline: BaselineState | undefined;
  readonly check: CheckState;
  readonly failOn: FindingClass | 'never';
  readonly exitCode: DriftExitCode;
}

/** What came of comparing the vendor's pages. */
export interface DocumentsResult {
  readonly findings: readonly Finding[];
  /** One for each generation whose pages were compared. */
  readonly inputs: readonly DriftInput[];
  readonly pages: readonly PageResult[];
  /** What could not be looked at or noted, one line each. */
  readonly unreadable: readonly string[];
}

/** What became of one of the vendor's pages. */
export interface PageResult {
  readonly generation: Generation;
  readonly id: string;
  readonly about: string;
  /**
   * `unreadable`: something came, and it is not the page or cannot be read; `failed`: nothing came; `absent`: it is not in
   * the folder of saved pages.
   */
  readonly outcome: 'read' | 'unchanged' | 'missing' | 'moved' | 'unreadable' | 'failed' | 'absent';
  /** The form that was read; absent where none was. */
  readonly form?: 'markdown' | 'html' | undefined;
  readonly origin?: 'vendor' | 'saved' | 'rebuilt' | undefined;
  /** How many facts of each kind it gave. */
  readonly facts: Readonly<Record<string, number>>;
}

/** A file, a target or the pages of a generation, and what was made of them. */
export interface DriftInput {
  /** Name of the file, the target, or such as `documents of v1`. */
  readonly name: string;
  /** Exchanges, reports or pages that were read. */
  readonly read: number;
  /** Those that could be compared with the contract. */
  readonly judged: number;
  /** Why others could not, with how many. */
  readonly unjudged: readonly { readonly reason: string; readonly count: number }[];
  readonly sensors: readonly Sensor[];
  readonly damage: Damage | undefined;
  /** What a reader has to know of it, such as a generation that it does not have; one line each. */
  readonly notes?: readonly string[] | undefined;
}

/** What was seen of an operation. */
export interface OperationCoverage {
  /** Behind its generation where that is not v1, such as `v4/endCall`. */
  readonly operationId: string;
  readonly generation?: Generation;
  readonly exchanges: number;
  readonly successes: number;
  readonly refusals: number;
}

/** What came of the list of accepted findings. */
export interface BaselineState {
  readonly file: string;
  /** Entries whose time is over; their findings are findings again. */
  readonly expired: readonly AcceptedEntry[];
  /** Entries whose finding was not seen any more: to be deleted. */
  readonly unseen: readonly AcceptedEntry[];
}

/** Whether there was anything to see. A check that could not be made is never green. */
export interface CheckState {
  readonly outcome: 'checked' | 'could-not-check';
  /** What kept it from being made, one line each. */
  readonly reasons: readonly string[];
  /** ISO 8601; of the last check that could be made, this one included; null when none is on record. */
  readonly lastSuccess: string | null;
  /** ISO 8601; since when checks fail, null while they do not. */
  readonly failingSince: string | null;
}
