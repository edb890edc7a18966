import { closeSync, openSync } from 'node:fs';

/** Makes the file, where it is not there yet, for its owner only. SQLite gives the files that it makes beside it the same permissions. A file that is there already keeps its own. */
export function makePrivateFile(path: string): void {
  const file = path.startsWith('file:') ? readFileOfUri(path) : path;
  if (file === '' || file === ':memory:') return;
  // Not exclusively: a link that leads to nothing is a file that is not there yet.
  closeSync(openSync(file, 'a', 0o600));
}

/** The file of an SQLite URI; none for one in memory. */
function readFileOfUri(uri: string): string {
  const { file = '', query = '' } =
    /^file:(?:\/\/[^/]*)?(?<file>[^?#]*)(?:\?(?<query>[^#]*))?/.exec(uri)?.groups ?? {};
  const mode = new URLSearchParams(query).get('mode');
  return mode === null || mode === 'rwc' ? decodeURIComponent(file) : '';
}
