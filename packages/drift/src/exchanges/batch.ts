/** An element of a batch is not looked at before so many bytes have come together: a message costs as much as a few. */
const fullBytes = 256 * 1024;

/** Elements of a file that stand one after the other in one buffer. */
export class Batch {
  readonly buffer: Buffer;
  /** Where the buffer begins in the file. */
  readonly offset: number;
  /** Where each element begins and ends in the buffer. */
  readonly spans: number[] = [];

  constructor(buffer: Buffer, offset: number) {
    this.buffer = buffer;
    this.offset = offset;
  }

  get elements(): number {
    return this.spans.length / 2;
  }

  get isFull(): boolean {
    return this.#end - this.#start >= fullBytes;
  }

  add(start: number, end: number): void {
    this.spans.push(start, end);
  }

  /** A copy of the elements that can be given away. */
  copy(): { readonly bytes: Uint8Array<ArrayBuffer>; readonly spans: Uint32Array<ArrayBuffer> } {
    const bytes = new Uint8Array(this.#end - this.#start);
    bytes.set(this.buffer.subarray(this.#start, this.#end));
    return { bytes, spans: Uint32Array.from(this.spans, (at) => at - this.#start) };
  }

  get #start(): number {
    return this.spans[0] ?? 0;
  }

  get #end(): number {
    return this.spans.at(-1) ?? 0;
  }
}
