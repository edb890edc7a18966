import type { OpenApiDocument, OpenApiOperation } from '../v1/open-api-document.ts';

const keyOrder = ['operationId', 'summary', 'description', 'tags', 'parameters', 'requestBody', 'responses'];

/** Operations that do not state what every operation states, or whose words contradict their figures. */
export function operationsStated(document: OpenApiDocument): string[] {
  return [
    ...Object.values(document.paths).flatMap(({ post }) => [...common(post), ...rates(post)]),
    ...Object.values(document.webhooks).flatMap(({ post }) => [...common(post), ...waits(post)]),
    ...days(document),
  ];
}

function common(operation: OpenApiOperation): string[] {
  const keys = Object.keys(operation).filter((key) => !key.startsWith('x-') && key !== 'security');
  const source = operation['x-source'];
  return [
    ...(keys.join() === keyOrder.join()
      ? []
      : [`${operation.operationId} has its keys in another order than ${keyOrder.join(', ')}`]),
    ...(Array.isArray(source) && source.length > 0 ? [] : [`${operation.operationId} names no source`]),
  ];
}

function rates(operation: OpenApiOperation): string[] {
  const rate = operation['x-rate-limit'] as { requests?: number; perSeconds?: number } | undefined;
  const inWords = Number(/At most (\d+) requests a second\./.exec(operation.description)?.[1]);
  return [
    ...(rate?.requests && rate.perSeconds === 1 && rate.requests === inWords
      ? []
      : [
          `${operation.operationId}: x-rate-limit says ${rate?.requests}, its description ${inWords} a second`,
        ]),
    ...(typeof operation['x-idempotent'] === 'boolean'
      ? []
      : [`${operation.operationId} lacks x-idempotent`]),
  ];
}

function days(document: OpenApiDocument): string[] {
  const { dataWindow } = document['x-limits'] as { dataWindow: { value: number } };
  const inWords = [...JSON.stringify(document).matchAll(/(\d+) days/g)].map(([, number]) => Number(number));
  return inWords
    .filter((number) => number !== dataWindow.value)
    .map((number) => `x-limits says ${dataWindow.value} days, a description ${number} days`);
}

function waits({ operationId, description, 'x-webhook-retry': retry }: OpenApiOperation): string[] {
  const stated = (retry as { waits?: number[] } | undefined)?.waits?.join();
  const inWords = /after waits of ([\d, and]+) seconds/.exec(description)?.[1]?.match(/\d+/g)?.join();
  return stated !== undefined && stated === inWords
    ? []
    : [`${operationId}: x-webhook-retry says ${stated}, its description ${inWords}`];
}
