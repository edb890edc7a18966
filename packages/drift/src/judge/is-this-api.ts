import { generations } from '@trtc-call/spec';
import type { Contract, OperationContract } from '../contract/contract.ts';
import { isObject } from '../contract/json-type.ts';
import { parseBody } from '../contract/parse-body.ts';
import type { RequestParts } from './request-parts.ts';

/**
 * The operation that a request is for. A service may stand behind a path of its own, as a proxy does, so only the end
 * of the path counts.
 */
export function findOperation({ path }: RequestParts, contract: Contract): OperationContract | undefined {
  const exact = contract.operations.get(path);
  if (exact) return exact;
  const start = pathStart(path);
  return start > 0 ? contract.operations.get(path.slice(start)) : undefined;
}

/** The path of this API in a path, such as `/v1/records/new`; undefined where there is none. */
export function findApiPath({ path }: RequestParts): string | undefined {
  const start = pathStart(path);
  return start < 0 ? undefined : path.slice(start);
}

/** Whether a request to an unknown path was for this service at all: by its host, or by the envelope of the answer. */
export function isThisApi(
  { host }: RequestParts,
  contract: Contract,
  answerBody: string | undefined,
): boolean {
  if (contract.hosts.has(host)) return true;
  const parsed = parseBody(answerBody ?? '');
  if (parsed.problem !== undefined) return false;
  const { value } = parsed;
  return (
    isObject(value) && ['errorCode', 'errorMessage', 'requestId'].every((name) => Object.hasOwn(value, name))
  );
}

const prefixes = generations.map((name) => `/${name}/`);

function pathStart(path: string): number {
  return Math.max(...prefixes.map((prefix) => path.lastIndexOf(prefix)));
}
