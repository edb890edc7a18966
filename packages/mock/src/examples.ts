import type { IHttpOperation } from '@stoplight/types';
import { isObject } from '@trtc-call/reporting/values';
import type { Envelope } from '@trtc-call/spec';

/** A named example of an operation's answers. */
export interface Example {
  readonly code: number | string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /**
   * The whole answer with this request id, and with this data (JSON text) in place of its own. An example whose request
   * id is a number shows that reading of the vendor's page and keeps it.
   */
  write(requestId: string, data?: string): string;
}

/** The named examples of a generation's answers. */
export interface Examples {
  /** The example of this name, or `undefined` when the operation has none. */
  find(operationId: string, name: string): Example | undefined;
  /** The names of an operation's examples. */
  names(operationId: string): string[];
  /** The answer that carries a code; any operation's when this one (or none) has no example for it. */
  refusal(operationId: string | undefined, code: number): Example;
  /** The answer of a success. */
  success(operationId: string): Example;
  /** A request id in the form of the examples, from 32 hexadecimal characters and the number of the request. */
  writeRequestId(hex: string, count: number): string;
}

/** Reads the named examples of an OpenAPI document, whose answers have an envelope of these members. */
export async function loadExamples(document: Record<string, unknown>, envelope: Envelope): Promise<Examples> {
  const operations = new Map<string, Map<string, Example>>();
  for (const [operationId, bodies] of await readPrismExamples(document)) {
    const examples = [...bodies].map(([name, body]) => [name, createExample(body, envelope)] as const);
    operations.set(operationId, new Map(examples));
  }
  const find = (operationId: string, name: string) => operations.get(operationId)?.get(name);
  const findAnywhere = (name: string): Example => {
    const [found] = [...operations.values()].flatMap((examples) => examples.get(name) ?? []);
    if (!found) throw new Error(`the contract has no example ${name}; add it in spec/`);
    return found;
  };
  return {
    find,
    names: (operationId) => [...(operations.get(operationId)?.keys() ?? [])],
    refusal: (operationId, code) =>
      (operationId && find(operationId, `error-${code}`)) || findAnywhere(`error-${code}`),
    success: (operationId) => find(operationId, 'success') ?? findAnywhere('success'),
    writeRequestId: createRequestIdWriter(
      [...operations.values()].flatMap((named) => [...named.values()]),
      envelope,
    ),
  };
}

/** Writes request ids like those of the examples: 32 hexadecimal characters, and a number at the end where they have one. */
function createRequestIdWriter(examples: readonly Example[], envelope: Envelope): Examples['writeRequestId'] {
  const ids = examples.map(({ body }) => String(body[envelope.requestId]));
  const [, head = '', tail = ''] = ids.map((id) => /^(.*?)[0-9a-f]{32}(.*)$/.exec(id)).find(Boolean) ?? [];
  const numbered = /^(.*-)\d+$/.exec(tail)?.[1];
  return (hex, count) => `${head}${hex}${numbered === undefined ? tail : `${numbered}${count}`}`;
}

function createExample(answer: unknown, envelope: Envelope): Example {
  if (!isObject(answer)) throw new Error('an example of the contract is not an object; correct it in spec/');
  const body: Record<string, unknown> = { ...answer };
  const { [envelope.code]: code, [envelope.data]: ownData } = body;
  const members = Object.entries({ ...body, [envelope.data]: ownData });
  return {
    code: typeof code === 'number' || typeof code === 'string' ? code : undefined,
    body,
    write(requestId, data) {
      const written = members.flatMap(([name, value]) => {
        let text: string | undefined = JSON.stringify(value);
        if (name === envelope.requestId && typeof value === 'string') text = `"${requestId}"`;
        if (name === envelope.data && data !== undefined) text = data;
        return text === undefined ? [] : `"${name}":${text}`;
      });
      return `{${written.join(',')}}`;
    },
  };
}

/**
 * Reads the named examples of each operation by the part of Prism that chooses an answer. Its main entry would load a
 * proxy, a validator and a generator of made-up values as well: half a second and 80 MB. It has no `exports`, and its
 * version is pinned.
 */
async function readPrismExamples(
  document: Record<string, unknown>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, unknown>>> {
  const [
    { findBestHttpContentByMediaType, findExampleByKey, findResponseByStatusCode },
    { transformOas3Operations },
  ] = await Promise.all([
    import('@stoplight/prism-http/dist/mocker/negotiator/InternalHelpers.js'),
    import('@stoplight/http-spec/oas3/operation'),
  ]);
  const readOperation = ({ responses }: IHttpOperation) => {
    const response = findResponseByStatusCode(responses, 200);
    const contents = response._tag === 'Some' ? (response.value.contents ?? []) : [];
    const content = findBestHttpContentByMediaType(contents, ['application/json']);
    if (content._tag === 'None') return [];
    return (content.value.examples ?? []).map(({ key }): [string, unknown] => {
      const example = findExampleByKey(content.value, key);
      return [key, example._tag === 'Some' && 'value' in example.value ? example.value.value : undefined];
    });
  };
  return new Map(
    transformOas3Operations(document).map((operation) => [
      operation.iid ?? operation.path,
      new Map(readOperation(operation)),
    ]),
  );
}
