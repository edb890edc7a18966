import type { IHttpOperation } from '@stoplight/types';
import type { Envelope } from '@trtc-call/spec';

/** The named examples of a generation's answers, ready to be sent. */
export interface Examples {
  readonly operationIds: readonly string[];
  /** The example of this name, or `undefined` when the operation has none. */
  find(operationId: string, name: string): EnvelopeTemplate | undefined;
  /** The names of an operation's examples. */
  names(operationId: string): string[];
  /** The answer that carries a code; any operation's when this one (or none) has no example for it. */
  refusal(operationId: string | undefined, code: number): EnvelopeTemplate;
  /** The answer of a success. */
  success(operationId: string): EnvelopeTemplate;
}

/** An answer of the contract, cut so that a request id and data can be put in without serializing it again. */
export interface EnvelopeTemplate {
  readonly errorCode: number | string | undefined;
  /** The request id of the example, when it is a text. */
  readonly requestId: string | undefined;
  /** The whole answer with this request id and the data of the example. */
  fill(requestId: string): string;
  /** The whole answer with this request id and this data, given as JSON text. */
  fillWith(requestId: string, data: string): string;
}

/** Reads the named examples of an OpenAPI document, whose answers have an envelope of these members. */
export async function loadExamples(document: Record<string, unknown>, envelope: Envelope): Promise<Examples> {
  return indexExamples(await askPrism(document), envelope);
}

/** Makes the index from the bodies of each operation's examples: operation id -> example name -> body. */
export function indexExamples(
  bodies: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  envelope: Envelope,
): Examples {
  const templates = new Map<string, Map<string, EnvelopeTemplate>>();
  for (const [operationId, examples] of bodies) {
    templates.set(
      operationId,
      new Map([...examples].map(([name, body]) => [name, createTemplate(body, envelope)] as const)),
    );
  }
  const find = (operationId: string, name: string) => templates.get(operationId)?.get(name);
  const findAnywhere = (name: string): EnvelopeTemplate => {
    for (const examples of templates.values()) {
      const template = examples.get(name);
      if (template) return template;
    }
    throw new Error(`the contract has no example ${name}; add it in spec/`);
  };
  return {
    operationIds: [...templates.keys()],
    find,
    names: (operationId) => [...(templates.get(operationId)?.keys() ?? [])],
    refusal: (operationId, code) =>
      (operationId && find(operationId, `error-${code}`)) || findAnywhere(`error-${code}`),
    success: (operationId) => find(operationId, 'success') ?? findAnywhere('success'),
  };
}

/**
 * Makes a template from a named example of the contract. Its request id is replaced by a fresh one; an example
 * whose request id is a number shows that reading of the vendor's page and stays as it is.
 */
export function createTemplate(example: unknown, envelope: Envelope): EnvelopeTemplate {
  if (typeof example !== 'object' || example === null || Array.isArray(example)) {
    throw new Error('an example of the contract is not an object; correct it in spec/');
  }
  const body: Record<string, unknown> = { ...example };
  const [idMark, dataMark] = ['\u0000id', '\u0000data'];
  const requestId = body[envelope.requestId];
  if (typeof requestId === 'string') body[envelope.requestId] = idMark;
  const cutAtId = (whole: object) => JSON.stringify(whole).split(JSON.stringify(idMark));
  const plain = cutAtId(body);
  const withData = cutAtId({ ...body, [envelope.data]: dataMark }).map((part) =>
    part.split(JSON.stringify(dataMark)),
  );
  const errorCode = body[envelope.code];
  return {
    errorCode: typeof errorCode === 'number' || typeof errorCode === 'string' ? errorCode : undefined,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    fill: (requestId) => plain.join(`"${requestId}"`),
    fillWith: (requestId, data) => withData.map((part) => part.join(data)).join(`"${requestId}"`),
  };
}

const prismConfig = {
  isProxy: false,
  checkSecurity: false,
  validateRequest: false,
  validateResponse: false,
  errors: false,
  upstreamProxy: undefined,
} as const;

/**
 * Asks Prism once for every named example of the document. A Prism call takes some 100 microseconds and its
 * answer to a named example never changes, so nothing is gained by asking again for each request.
 *
 * Prism is loaded here and not before: importing it takes half a second.
 */
async function askPrism(document: Record<string, unknown>): Promise<Map<string, Map<string, unknown>>> {
  const [{ createInstance }, { createLogger }, { transformOas3Operations }] = await Promise.all([
    import('@stoplight/prism-http'),
    import('@stoplight/prism-core'),
    import('@stoplight/http-spec/oas3/operation'),
  ]);
  const prism = createInstance(
    { ...prismConfig, mock: { dynamic: false } },
    {
      logger: createLogger('mock', { enabled: false }),
      // The mock has decided which operation answers; Prism's router would look at servers too.
      route: ({ resources: [resource] }) =>
        resource
          ? { _tag: 'Right', right: resource }
          : { _tag: 'Left', left: new Error('no operation was given to Prism') },
      // What is wrong with a request is decided by the vendor's rules, which are not Prism's.
      validateInput: ({ element }) => ({ _tag: 'Right', right: element }),
    },
  );

  const examples = new Map<string, Map<string, unknown>>();
  for (const resource of transformOas3Operations(document)) {
    const bodies = new Map<string, unknown>();
    for (const exampleKey of listExampleNames(resource)) {
      const request = { method: 'post', url: { path: resource.path } } as const;
      const call = prism.request(request, [resource], {
        ...prismConfig,
        mock: { dynamic: false, exampleKey },
      });
      const result = await call();
      if (result._tag === 'Left') throw result.left;
      bodies.set(exampleKey, result.right.output.body);
    }
    if (resource.iid) examples.set(resource.iid, bodies);
  }
  return examples;
}

function listExampleNames({ responses }: IHttpOperation): string[] {
  const contents = responses.find(({ code }) => code === '200')?.contents ?? [];
  return contents.flatMap((content) => content.examples ?? []).map(({ key }) => key);
}
