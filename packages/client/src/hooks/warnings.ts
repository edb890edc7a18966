/** A hook, or another subject, has failed for the first time. */
export function warnOfFailure(subject: string, thrown: unknown): void {
  const message = `trtc-call: ${subject} failed: ${describeThrown(thrown)}. Nothing else is affected; its further failures are not reported.`;
  warn(message, 'TRTC_CALL_HOOK_FAILED');
}

/**
 * The clock of this machine is not that of the service.
 *
 * @param ahead by how many milliseconds the service's is ahead.
 */
export function warnOfClock(ahead: number): void {
  const side = ahead > 0 ? 'behind' : 'ahead of';
  const message = `trtc-call: the clock of this machine is ${describeDuration(Math.abs(ahead))} ${side} that of the service, by the Date of its answers. Set the clock that is wrong. Until then the times that records.list chooses follow the service.`;
  warn(message, 'TRTC_CALL_CLOCK_DIFFERS');
}

/** Emits a process warning, where there are such. It never throws. */
export function warn(message: string, code: string): void {
  try {
    globalThis.process?.emitWarning?.(message, { type: 'TrtcCallWarning', code });
  } catch {
    // Reporting is not a reason to fail.
  }
}

const longestMessage = 200;

/** Says in one line what was thrown. It never throws, whatever getters and proxies there are. */
function describeThrown(thrown: unknown): string {
  try {
    const words =
      thrown instanceof Error
        ? `${thrown.name}: ${thrown.message}`
        : `Error: a value of type ${typeof thrown} was thrown`;
    // It goes to a terminal, and may repeat what a service sent.
    const line = words.replaceAll(/\p{Cc}+/gu, ' ');
    return line.length > longestMessage ? `${line.slice(0, longestMessage)}...` : line;
  } catch {
    return 'a value that cannot be read';
  }
}

function describeDuration(milliseconds: number): string {
  const units = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
    ['minutes', 60_000],
  ] as const;
  const [name, size] = units.find(([, length]) => milliseconds >= 2 * length) ?? (['seconds', 1000] as const);
  return `${Math.round(milliseconds / size)} ${name}`;
}
