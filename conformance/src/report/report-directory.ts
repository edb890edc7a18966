import { directoryFaultOf, prepareDirectory } from '@trtc-call/rendering';

/** The reports cannot be written where they were asked for; the message is one line with the remedy. */
export class ReportDirectoryError extends Error {
  override readonly name = 'ReportDirectoryError';
  readonly code = 'report-directory';
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    super(directoryFaultOf(directory, cause), { cause });
    this.directory = directory;
  }
}

/**
 * Creates the directory and proves that it can be written to, so that a long run does not end with a surprise.
 *
 * @returns its absolute path
 * @throws {@link ReportDirectoryError} when it cannot be made or written to
 */
export function prepareReportDirectory(directory: string): Promise<string> {
  return prepareDirectory(directory, (cause) => new ReportDirectoryError(directory, cause));
}
