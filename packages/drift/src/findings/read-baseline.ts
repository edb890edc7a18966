import { type AcceptedEntry, AcceptedListError, readAcceptedList } from '@trtc-call/reporting/accepted';
import type { BaselineEntry } from '../drift-report.ts';
import { ruleIds } from '../rules/rules.ts';
import { findingId } from './finding.ts';

/**
 * Reads the list of accepted findings, YAML or JSON: `- { id, reason, author, expires, fingerprint? }`. What it accepts
 * of conformance is passed over.
 *
 * @throws {@link BaselineError} when the file cannot be read, is not such a list, or an entry is wrong or double
 */
export async function readBaseline(path: string): Promise<readonly BaselineEntry[]> {
  try {
    const entries = await readAcceptedList(path, describeWrongFingerprint);
    return entries.filter(({ id }) => id.startsWith('D-')).map(readEntry);
  } catch (error) {
    if (!(error instanceof AcceptedListError)) throw error;
    throw new BaselineError(error.code, error.message, { cause: error });
  }
}

function describeWrongFingerprint(entry: AcceptedEntry): string | undefined {
  const { fingerprint } = readEntry(entry);
  if (entry.fingerprint === undefined) return undefined;
  if (!fingerprint)
    return `has a \`fingerprint\` of the rule "${entry.fingerprint.rule}", which is unknown: delete it`;
  const owner = findingId(fingerprint);
  if (owner === entry.id) return undefined;
  return `has the fingerprint of ${owner}: copy id and fingerprint of the same finding`;
}

function readEntry({ fingerprint, ...entry }: AcceptedEntry): BaselineEntry {
  const rule = ruleIds.find((id) => id === fingerprint?.rule);
  return rule && fingerprint ? { ...entry, fingerprint: { ...fingerprint, rule } } : entry;
}

/** What is wrong with a list of accepted findings. */
export type BaselineErrorCode = 'unreadable' | 'not-yaml' | 'not-a-list' | 'bad-entry' | 'duplicate';

/** The list of accepted findings cannot be used; the message is one line with the place and the remedy. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
  readonly code: BaselineErrorCode;

  constructor(code: BaselineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
