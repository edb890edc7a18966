/** What kept a file from being read at all. */
export type ExchangeFileErrorCode = 'not-found' | 'not-readable' | 'not-a-file' | 'empty' | 'unknown-format';

/** A file that cannot be read; the message is one line with the remedy. A damaged one is read as far as it goes. */
export class ExchangeFileError extends Error {
  override readonly name = 'ExchangeFileError';
  readonly code: ExchangeFileErrorCode;
  readonly path: string;

  constructor(code: ExchangeFileErrorCode, path: string, remedy: string, options?: ErrorOptions) {
    super(`${path} ${problems[code]}: ${remedy}`, options);
    this.code = code;
    this.path = path;
  }
}

const problems: Readonly<Record<ExchangeFileErrorCode, string>> = {
  'not-found': 'is not there',
  'not-readable': 'cannot be read',
  'not-a-file': 'is a folder',
  empty: 'is empty',
  'unknown-format': 'is neither HAR nor NDJSON',
};
