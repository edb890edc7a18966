/** Errors whose message was written for the person at the terminal: what is wrong, and what to do about it. */
const writtenForPeople = new Set([
  'CannotRunError',
  'MockOptionError',
  'MockStartError',
  'ReportDirectoryError',
  'RestoreError',
]);

/** An error in one line. What nobody foresaw is a defect of this program, and says so. */
export function remedyLine(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  if (writtenForPeople.has(error.name)) return oneLine(error.message);
  return oneLine(`unexpected ${error.name}: ${error.message} (please report this as a bug)`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}
