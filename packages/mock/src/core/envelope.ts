/** An answer of the contract, cut so that a request id and data can be put in without serializing it again. */
export interface EnvelopeTemplate {
  readonly errorCode: number | string | undefined;
  /** The whole answer with this request id and the data of the example. */
  fill(requestId: string): string;
  /** The whole answer with this request id and this data, given as JSON text. */
  fillWith(requestId: string, data: string): string;
}

/**
 * Makes a template from a named example of the contract. Its request id is replaced by a fresh one; an example
 * whose request id is a number shows that reading of the vendor's page and stays as it is.
 */
export function makeTemplate(example: unknown): EnvelopeTemplate {
  if (typeof example !== 'object' || example === null || Array.isArray(example)) {
    throw new Error('an example of the contract is not an object; correct it in spec/');
  }
  const body: Record<string, unknown> = { ...example };
  if (typeof body.requestId === 'string') body.requestId = '\u0000id';
  const plain = cut(JSON.stringify(body), JSON.stringify('\u0000id'));
  const withData = cut(JSON.stringify({ ...body, data: '\u0000data' }), JSON.stringify('\u0000id')).map(
    (part) => cut(part, JSON.stringify('\u0000data')),
  );
  const { errorCode } = body;
  return {
    errorCode: typeof errorCode === 'number' || typeof errorCode === 'string' ? errorCode : undefined,
    fill: (requestId) => plain.join(`"${requestId}"`),
    fillWith: (requestId, data) => withData.map((part) => part.join(data)).join(`"${requestId}"`),
  };
}

function cut(text: string, place: string): string[] {
  return text.split(place);
}
