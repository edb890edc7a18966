import { ExchangeFileError } from './exchange-file-error.ts';

/** So much tells the format. */
const headBytes = 64;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The beginning of a file, by which its format is told. */
export class FileHead {
  /** From the first sign on. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where they begin: a byte order mark and white space are left out. */
  offset = 0;
  readonly #name: string;

  /** @param name of the file, in errors */
  constructor(name: string) {
    this.#name = name;
  }

  /** @returns whether it is enough to tell the format */
  push(chunk: Buffer): boolean {
    this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk]);
    if (this.offset === 0 && this.bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)) {
      this.#leaveOut(byteOrderMark.length);
    }
    let blanks = 0;
    while (isBlank(this.bytes[blanks])) blanks += 1;
    this.#leaveOut(blanks);
    return this.bytes.length >= headBytes;
  }

  /** @throws ExchangeFileError for a format that is not known */
  format(): 'har' | 'ndjson' {
    if (this.bytes.length === 0) {
      // Clients that have nothing to report leave an empty file.
      if (/\.(ndjson|jsonl)(\.gz)?$/i.test(this.#name)) return 'ndjson';
      throw new ExchangeFileError('empty', this.#name, 'record again');
    }
    const start = this.bytes.subarray(0, headBytes);
    if (start.includes(0) || isWideMark(start)) {
      throw this.#unknown('it holds NUL bytes, as UTF-16 does; save it as UTF-8');
    }
    const text = start.toString('utf8');
    if (/^\{\s*"log"\s*:/.test(text)) return 'har';
    if (text.startsWith('{')) return 'ndjson';
    throw this.#unknown(
      'it begins with something else than an object; record with `trtc-call drift record`, or export a HAR file',
    );
  }

  #leaveOut(count: number): void {
    this.bytes = this.bytes.subarray(count);
    this.offset += count;
  }

  #unknown(remedy: string): ExchangeFileError {
    return new ExchangeFileError('unknown-format', this.#name, remedy);
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The byte order mark of UTF-16. */
function isWideMark([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
