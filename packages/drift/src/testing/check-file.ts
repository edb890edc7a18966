import { Judge } from '../judge/judge.ts';
import { readExchanges } from '../traffic/read-exchanges.ts';

interface CheckedFile {
  readonly read: number;
  readonly findings: number;
}

/** The core of `trtc-call drift check` for one file: it is read and judged, and nothing is rendered. */
export async function checkFile(path: string): Promise<CheckedFile> {
  const judge = new Judge();
  judge.begin(path);
  const { read, damage, skipped } = await readExchanges(path, judge);
  judge.end(damage, skipped);
  return { read, findings: judge.findings().length };
}
