import { createHash } from 'node:crypto';
import type { Envelope, ErrorEntry, Source } from '../contract.ts';
import type { OpenApiDocument, OpenApiExample, OpenApiOperation } from '../open-api-document.ts';

/** The `x-envelope` of the root document. */
interface StatedEnvelope extends Envelope {
  /** How the schema of a whole answer is named, where it has a name, and described. */
  readonly answer?: { readonly suffix: string; readonly description: string };
  /** Further members of a refused answer, the form of its id, and what such an example rests on. */
  readonly refusal: {
    readonly members: Readonly<Record<string, unknown>>;
    readonly requestId: string;
    readonly source: readonly Source[];
    readonly decision: readonly string[];
  };
}

/** The members of an answer, as the root document names them. */
export function readEnvelope(document: OpenApiDocument): StatedEnvelope {
  const envelope = document['x-envelope'];
  if (typeof envelope !== 'object' || envelope === null) throw new Error('openapi.yaml states no x-envelope');
  return envelope as StatedEnvelope;
}

/**
 * The document with an example of each refusal, `error-<code>`, at each operation that the table gives the code: the
 * documents print no refused answer, so that nothing but the code, the cause and the envelope is known of one.
 */
export function addRefusals(document: OpenApiDocument, codes: readonly ErrorEntry[]): OpenApiDocument {
  const envelope = readEnvelope(document);
  const refusals = codes.filter(({ code }) => code !== 0);
  const withRefusals = (post: OpenApiOperation): OpenApiOperation => {
    const { operationId, responses } = post;
    const response = responses['200'];
    const media = response?.content['application/json'];
    if (!response || !media) throw new Error(`${operationId} has no JSON answer with status 200`);
    const examples = { ...media.examples };
    for (const { code, operations } of refusals) {
      if (!operations.includes('all') && !operations.includes(operationId)) continue;
      examples[`error-${code}`] ??= { $ref: `#/components/examples/error-${code}` };
    }
    const content = { ...response.content, 'application/json': { ...media, examples } };
    return { ...post, responses: { ...responses, '200': { ...response, content } } };
  };
  return {
    ...document,
    paths: Object.fromEntries(
      Object.entries(document.paths).map(([path, item]) => [
        path,
        { ...item, post: withRefusals(item.post) },
      ]),
    ),
    components: {
      ...document.components,
      examples: {
        ...document.components.examples,
        ...Object.fromEntries(refusals.map((row) => [`error-${row.code}`, writeRefusal(row, envelope)])),
      },
    },
  };
}

function writeRefusal({ code, cause }: ErrorEntry, envelope: StatedEnvelope): OpenApiExample {
  const { outcome, refusal } = envelope;
  const id = createHash('sha256').update(`error-${code}`).digest('hex').slice(0, 32);
  return {
    summary: `Refused with ${code}`,
    description: `The wording of ${envelope.message} and the ${envelope.requestId} are ours, the documents show no refused answer.`,
    value: {
      ...(outcome && { [outcome.name]: outcome.failure }),
      [envelope.code]: code,
      [envelope.message]: cause,
      [envelope.requestId]: refusal.requestId.replace('<id>', id),
      ...refusal.members,
    },
    'x-source': refusal.source,
    'x-decision': refusal.decision,
  };
}
