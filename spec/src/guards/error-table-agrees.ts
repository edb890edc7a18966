import type { ErrorTable } from '../generate/contract.ts';

/** What does not agree inside the table of error codes, or between it and the operations. */
export function errorTableAgrees({ codes, mistakes }: ErrorTable, operationIds: readonly string[]): string[] {
  const codeNumbers = codes.map(({ code }) => code);
  const mistakeIds = mistakes.map(({ id }) => id);
  const known = [...operationIds, 'all'];
  return [
    ...repeated(codeNumbers).map((code) => `code ${code} stands twice`),
    ...repeated(codes.map(({ name }) => name)).map((name) => `the name ${name} stands twice`),
    ...repeated(mistakeIds).map((id) => `mistake ${id} stands twice`),
    ...[
      ...codes.map(({ code, ...row }) => ({ what: `code ${code}`, ...row })),
      ...mistakes.map(named),
    ].flatMap(({ what, operations, source }) => [
      ...operations
        .filter((id) => !known.includes(id))
        .map((id) => `${what} names the operation ${id}, which does not exist`),
      ...(operations.length === 0 ? [`${what} names no operation`] : []),
      ...(source.length === 0 ? [`${what} names no source`] : []),
    ]),
    ...codes.flatMap(({ code, source, mistakes: provoked }) => [
      ...provoked
        .filter((id) => !mistakeIds.includes(id))
        .map((id) => `code ${code} names the mistake ${id}, which does not exist`),
      // What provokes a code that was only seen is not known.
      ...(code !== 0 && provoked.length === 0 && !source.includes('observed')
        ? [`code ${code} names no mistake that provokes it`]
        : []),
    ]),
    ...mistakes.flatMap(({ id, allowed, answer }) => [
      ...(allowed === 'any' ? [] : allowed)
        .filter((code) => !codeNumbers.includes(code) || code === 0)
        .map((code) => `mistake ${id} allows ${code}, which is no code of a refusal`),
      ...(codeNumbers.includes(answer) && answer !== 0 && (allowed === 'any' || allowed.includes(answer))
        ? []
        : [`mistake ${id} is answered by ${answer}, which it does not allow`]),
      ...codes
        .filter(({ code, mistakes: provoked }) => provoked.includes(id) !== (code === answer))
        .map(
          ({ code }) =>
            `mistake ${id} is answered by ${answer}, so it belongs to that code and not to ${code}`,
        ),
    ]),
    ...mistakes.flatMap(({ id, operations, answer }) => {
      const returning = codes.find(({ code }) => code === answer)?.operations ?? [];
      return returning.includes('all')
        ? []
        : operations
            .filter((operation) => !returning.includes(operation))
            .map((operation) => `mistake ${id} is answered by ${answer}, which ${operation} does not return`);
    }),
  ];
}

function named<T extends { readonly id: string }>(mistake: T): T & { readonly what: string } {
  return { what: `mistake ${mistake.id}`, ...mistake };
}

function repeated<T>(values: readonly T[]): T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
