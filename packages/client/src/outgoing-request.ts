import type { Outgoing } from './send.ts';

/**
 * The part of a `Request` that openapi-fetch and our `fetch` use. A real one is built by the platform's `fetch`
 * right afterwards; building it twice is what makes bare openapi-fetch slower than `fetch`.
 */
export class OutgoingRequest implements Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly text: () => Promise<string>;

  constructor(url: string, init: { method: string; headers: Headers; body: string }) {
    this.url = url;
    this.method = init.method;
    this.headers = init.headers;
    this.text = () => Promise.resolve(init.body);
  }
}
