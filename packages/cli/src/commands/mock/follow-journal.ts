import type { JournalEntry, Mock } from '@trtc-call/mock';

/**
 * Logs each request that the mock has seen, in one line without credentials. The mock keeps a journal and calls
 * nobody, so it is looked at five times a second.
 *
 * @returns what says the rest and stops looking
 */
export function followJournal(mock: Mock, logLine: (line: string) => void): () => void {
  let last: string | undefined;
  let dropped = 0;
  const look = () => {
    const entries = mock.requests;
    const seen = entries.findLastIndex((entry) => keyOf(entry) === last);
    const { requests: droppedNow } = mock.dropped;
    if (seen === -1 && droppedNow > dropped)
      logLine('some requests are not shown: more came than the journal holds');
    dropped = droppedNow;
    for (const entry of entries.slice(seen + 1)) logLine(lineOf(entry));
    const newest = entries.at(-1);
    if (newest) last = keyOf(newest);
  };
  const timer = setInterval(look, 200);
  timer.unref();
  return () => {
    clearInterval(timer);
    look();
  };
}

function keyOf({ at, requestId, url }: JournalEntry): string {
  return `${at} ${requestId} ${url}`;
}

function lineOf({ at, method, url, errorCode, mistake, fault }: JournalEntry): string {
  const parts = [
    new Date(at).toISOString(),
    method,
    // An id may be that of an operation of each generation.
    url.split('?', 1)[0],
    errorCode === undefined ? 'no envelope' : `errorCode ${errorCode}`,
    mistake,
    fault === undefined ? undefined : `fault ${fault}`,
  ];
  return parts.filter((part) => part !== undefined).join('  ');
}
