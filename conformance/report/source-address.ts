/** Where a source of a statement can be read; a source that is not a page of the vendor has no address. */
export interface SourceAddress {
  text: string;
  href: string | null;
}

/** Page number N of the vendor is `https://trtc.io/document/N`; anything else is shown as it stands. */
export function sourceAddress(source: number | string): SourceAddress {
  const page = String(source);
  if (!/^\d{1,9}$/.test(page)) return { text: page, href: null };
  const href = `https://trtc.io/document/${page}`;
  return { text: href, href };
}

/** Where the contract of a generation can be read without a checkout. */
export function contractAddress(generation: string): string {
  return `https://unpkg.com/@trtc-call/spec/dist/${generation}/openapi.json`;
}
