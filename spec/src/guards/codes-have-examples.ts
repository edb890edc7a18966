import type { OpenApiDocument } from '../v1/open-api-document.ts';
import { exampleSites } from './example-sites.ts';

/** Operations whose examples of refusals are not exactly those of the codes that the table gives them. */
export function codesHaveExamples(
  document: OpenApiDocument,
  codes: readonly { readonly code: number; readonly operations: readonly string[] }[],
): string[] {
  const answers = exampleSites(document).filter(({ kind }) => kind === 'response');
  return Object.values(document.paths).flatMap(({ post: { operationId } }) => {
    const ours = answers.filter((site) => site.operationId === operationId);
    const names = ours.map(({ name }) => name).filter((name) => name.startsWith('error-'));
    const wanted = codes
      .filter(({ code, operations }) => code !== 0 && operations.includes(operationId))
      .map(({ code }) => `error-${code}`);
    return [
      ...wanted
        .filter((name) => !names.includes(name))
        .map((name) => `${operationId} lacks the example ${name}`),
      ...names
        .filter((name) => !wanted.includes(name))
        .map((name) => `${operationId} has the example ${name}, a code that errors.yaml does not give it`),
      ...ours
        .filter(({ name, value }) => codeIn(value) !== expectedCode(name))
        .map(({ name, value }) => `${operationId}, example ${name}: its errorCode is ${codeIn(value)}`),
      ...(ours.some(({ name }) => name === 'success') ? [] : [`${operationId} lacks the example success`]),
    ];
  });
}

function codeIn(value: unknown): number {
  const { errorCode } = value as { errorCode: unknown };
  return Number(errorCode);
}

function expectedCode(name: string): number {
  return name.startsWith('error-') ? Number(name.slice('error-'.length)) : 0;
}
