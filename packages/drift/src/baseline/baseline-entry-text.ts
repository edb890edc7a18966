import { sanitizeJson } from '@trtc-call/rendering';
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

/** The entry of a baseline file that accepts a finding, as YAML that is safe to print. */
export function baselineEntryText(
  { id, fingerprint }: Pick<Finding, 'id' | 'fingerprint'>,
  { reason = '', author = '', expires }: EntryParts,
): string {
  const { rule, subject, pointer, before, after } = fingerprint;
  // A text in the manner of JSON is YAML too, and stays in its line whatever it holds.
  return `- id: ${id}
  reason: ${sanitizeJson(reason)}
  author: ${sanitizeJson(author)}
  expires: ${sanitizeJson(expires)}
  fingerprint:
    rule: ${rule}
    subject: ${sanitizeJson(subject)}
    pointer: ${sanitizeJson(pointer)}
    before: ${sanitizeJson(before)}
    after: ${sanitizeJson(after)}
`;
}
