import type { Client } from 'openapi-fetch';
import type { paths } from './generated/v1.gen.ts';

/** A path of the contract, such as `/v1/records/get_record_by_callId`. */
export type ApiPath = keyof paths;

/** The body that a path takes. */
export type ApiBody<Path extends ApiPath> = paths[Path]['post']['requestBody']['content']['application/json'];

/** The envelope that a path answers with, a success or a failure, as it comes over the wire. */
export type ApiEnvelope<Path extends ApiPath> =
  paths[Path]['post']['responses'][200]['content']['application/json'];

/**
 * The operations as they are on the wire: openapi-fetch with the types of the contract. `data` of a result is the
 * envelope, a success or a refusal; give the result to `unwrap`. What never became an answer rejects. The options of a
 * call (`signal`, `timeoutMilliseconds`, `deadlineMilliseconds`, `retry`) stand beside `body`.
 */
export type Api = Client<paths>;
