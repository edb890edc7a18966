// The mock with what it needs of Node, and of browsers that cannot read the body of a `Request` as a stream.
export { createMock } from '@trtc-call/mock';

if (!('body' in Request.prototype) || !(Symbol.asyncIterator in ReadableStream.prototype)) {
  Object.defineProperty(Request.prototype, 'body', {
    get(this: Request) {
      const copy = this.clone();
      return {
        async *[Symbol.asyncIterator]() {
          yield new Uint8Array(await copy.arrayBuffer());
        },
      };
    },
  });
}
