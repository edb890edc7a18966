import type { IHttpOperation } from '@stoplight/types';

/** The named examples of each operation's answer, as Prism gives them: operation id -> example name -> body. */
export type Examples = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

const config = {
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
export async function prismExamples(document: Record<string, unknown>): Promise<Examples> {
  const [{ createInstance }, { createLogger }, { transformOas3Operations }] = await Promise.all([
    import('@stoplight/prism-http'),
    import('@stoplight/prism-core'),
    import('@stoplight/http-spec/oas3/operation'),
  ]);
  const resources = transformOas3Operations(document);
  const prism = createInstance(
    { ...config, mock: { dynamic: false } },
    {
      logger: createLogger('mock', { enabled: false }),
      // The mock has decided which operation answers; Prism's router would look at servers too.
      route: ({ resources: [resource] }) =>
        resource ? right(resource) : left(new Error('no operation was given to Prism')),
      // What is wrong with a request is decided by the vendor's rules, which are not Prism's.
      validateInput: ({ element }) => right(element),
    },
  );

  const examples = new Map<string, Map<string, unknown>>();
  for (const resource of resources) {
    const bodies = new Map<string, unknown>();
    for (const exampleKey of exampleNames(resource)) {
      const request = { method: 'post', url: { path: resource.path } } as const;
      const call = prism.request(request, [resource], { ...config, mock: { dynamic: false, exampleKey } });
      const result = await call();
      if (result._tag === 'Left') throw result.left;
      bodies.set(exampleKey, result.right.output.body);
    }
    if (resource.iid) examples.set(resource.iid, bodies);
  }
  return examples;
}

function exampleNames(resource: IHttpOperation): string[] {
  const contents = resource.responses.find(({ code }) => code === '200')?.contents ?? [];
  return contents.flatMap((content) => content.examples ?? []).map(({ key }) => key);
}

function right<Value>(value: Value): { _tag: 'Right'; right: Value } {
  return { _tag: 'Right', right: value };
}

function left<Problem>(problem: Problem): { _tag: 'Left'; left: Problem } {
  return { _tag: 'Left', left: problem };
}
