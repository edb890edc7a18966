import createClient, { type Client } from 'openapi-fetch';
import type { Contract } from '../contract.ts';
import { ArgumentError } from '../errors.ts';
import { type CallFetch, findOperation, readFacts, writeFacts } from './call-fetch.ts';
import { findFailure } from './envelope.ts';

/** What `client.api` gives. */
export interface ApiResult<Envelope> {
  readonly data?: Envelope | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The operations of a contract as they are on the wire. */
export function createApi<Paths extends object>(
  contract: Contract,
  baseUrl: string,
  fetch: CallFetch,
): Client<Paths> {
  const api = createClient<Paths>({ baseUrl, fetch });
  // The first middleware sees an answer last: one that another middleware made is still known by its operation.
  api.use({
    onResponse({ response, schemaPath }) {
      if (readFacts(response)) return;
      writeFacts(response, { operationId: findOperation(contract, schemaPath), contract, error: undefined });
    },
  });
  return api;
}

/**
 * The `data` that an envelope gives when it is unwrapped: that of its success, with `null` for every documented
 * form of "nothing". The types of the contract alone cannot tell success from failure by `errorCode`.
 */
export type DataOf<Envelope> = Envelope extends { errorCode: 0 | '0'; data: infer Data }
  ? null extends Data
    ? Exclude<Data, '' | Record<string, never>>
    : Data
  : Envelope extends { ActionStatus: 'OK'; Response: infer Data }
    ? Data
    : Envelope extends { ActionStatus: 'OK'; Response?: infer Data }
      ? Data | null
      : never;

/**
 * Takes the data out of an answer of `client.api`. Only that it is an object or a string is looked at here; whether
 * all of it is as documented is for `validate` of the client.
 *
 * @throws RefusedError when the service refused the request.
 * @throws ContractError when the answer is not what the contract states.
 * @throws ArgumentError for a result of something else.
 */
export function unwrap<Envelope>(result: ApiResult<Envelope>): DataOf<Envelope> {
  const facts = readFacts(result.response);
  if (!facts) {
    throw new ArgumentError('unwrap', 'result', 'is not a result of client.api', 'pass what api.POST gave');
  }
  const { operationId, contract, error = findFailure(contract, operationId, result.data) } = facts;
  // The wire has no types: the contract looks at what the data are, and gives what its types promise.
  return contract.readData(operationId, result.data, error) as DataOf<Envelope>;
}
