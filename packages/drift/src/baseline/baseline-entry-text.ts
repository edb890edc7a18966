import { stringify } from 'yaml';
import type { Finding } from '../findings/finding.ts';

/** What a person decides. */
export interface EntryParts {
  /** Default empty, to be filled in: an entry without a reason is refused when it is read. */
  readonly reason?: string;
  /** Default empty, to be filled in as well. */
  readonly author?: string;
  /** YYYY-MM-DD, the last day on which it holds. */
  readonly expires: string;
}

/** The entry of a baseline file that accepts a finding, as YAML. */
export function baselineEntryText(
  { id, fingerprint }: Pick<Finding, 'id' | 'fingerprint'>,
  { reason = '', author = '', expires }: EntryParts,
): string {
  const entry = { id, reason, author, expires, fingerprint };
  return stringify([entry], { lineWidth: 0, defaultStringType: 'PLAIN', defaultKeyType: 'PLAIN' });
}
