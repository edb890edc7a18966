import { readFileSync } from 'node:fs';
import { isRecord } from '../release/is-record.ts';

/** What a step of drift.yml has asked GitHub before the check, as it stands in a file. */
export interface KnownToGitHub {
  /** Completed runs of the workflow, the newest first. */
  readonly runs: readonly { readonly conclusion: string | null; readonly created_at: string }[];
  /** Issues with the label that were opened by a workflow, the newest first. */
  readonly issues: readonly KnownItem[];
  /** Pull requests from the branch, the newest first. */
  readonly pulls: readonly KnownItem[];
  /** Accounts that have committed to the branch what is not on the base; null when there is no branch. */
  readonly authors: readonly string[] | null;
}

/** An issue or a pull request. */
export interface KnownItem {
  readonly number: number;
  readonly state: string;
  readonly body: string | null;
}

/** @throws Error when the file is another one */
export function readKnown(file: string): KnownToGitHub {
  const known: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isKnown(known)) throw new Error(`${file} is not what the first step of drift.yml writes`);
  return known;
}

/** Written by the same workflow: its lists are enough. */
function isKnown(value: unknown): value is KnownToGitHub {
  return isRecord(value) && [value.runs, value.issues, value.pulls].every(Array.isArray);
}
