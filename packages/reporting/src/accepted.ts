import { type AcceptedEntry, AcceptedListError, type CheckEntry } from './acceptance.ts';
import { describeReadFault, readTextFile } from './files.ts';
import { oneLine } from './sanitize.ts';

export {
  type AcceptedEntry,
  AcceptedListError,
  type AcceptedListErrorCode,
  type Applied,
  applyAccepted,
  type CheckEntry,
  type FingerprintText,
  renderAcceptedEntry,
} from './acceptance.ts';

/** Some thousand entries. */
const mostBytes = 1024 * 1024;

/**
 * Reads a list of what is accepted, YAML or JSON: `- { id, reason, author, expires, fingerprint? }`. One file may hold
 * requirements and findings alike. A file without any entry is an empty list.
 *
 * @throws {@link AcceptedListError} when the file cannot be read, is not such a list, or an entry is wrong or double
 */
export async function readAcceptedList(path: string, check?: CheckEntry): Promise<AcceptedEntry[]> {
  let text: string;
  try {
    text = await readTextFile(path, mostBytes);
  } catch (error) {
    const message = `cannot read the accepted list ${oneLine(path)} (${describeReadFault(error)}): name a file that exists and may be read`;
    throw new AcceptedListError('unreadable', message, { cause: error });
  }
  // A check without a list has no need of a parser.
  const { parseAcceptedList } = await import('./parse-accepted.ts');
  return parseAcceptedList(text, path, check);
}
