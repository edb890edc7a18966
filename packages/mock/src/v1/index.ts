import type { CallRecord } from '@trtc-call/client';
import {
  callFlows,
  envelope,
  type MistakeId,
  mistakes,
  operations,
  queryParameters,
  webhooks,
} from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import type { Generation } from '../contract.ts';
import type { RunningMock } from '../mock.ts';
import { handlers, magicFields, windowSeconds } from './operations.ts';

const { sdkappid, identifier, usersig, random, contenttype } = queryParameters;

/** Generation v1 of the API. */
export const v1: Generation = {
  name: 'v1',
  document: openapi,
  operations: Object.values(operations),
  handlers,
  magicFields,
  parameters: [
    { ...sdkappid, credential: 'sdkAppId', missing: 'sdkappid-missing', invalid: 'sdkappid-invalid' },
    // The contract has no mistake of its own for an identifier of the wrong form.
    { ...identifier, credential: 'identifier', missing: 'identifier-missing', invalid: 'identifier-missing' },
    { ...usersig, credential: 'userSig', missing: 'usersig-missing', invalid: 'usersig-invalid' },
    { ...random, missing: 'random-missing', invalid: 'random-invalid' },
    { ...contenttype, missing: 'contenttype-missing', invalid: 'contenttype-invalid' },
  ],
  codes: new Map<MistakeId, number>(mistakes.map(({ id, answer }) => [id, answer])),
  envelope,
  nameMistake: ({ kind, field }) =>
    kind === 'pattern' ? (field === 'address' ? 'address-scheme' : 'field-range') : `field-${kind}`,
  administrator: identifier.example,
  records: {
    schema: 'CallRecord',
    words: { callResults: 'CallResult', callTypes: 'CallType', mediaTypes: 'MediaType' },
    windowSeconds,
    exampleOf: 'getRecordByCallId',
    readExample: (data) => data as CallRecord,
  },
  calls: {
    results: webhooks.status.commands,
    answered: callFlows.flows
      .filter(({ steps }) => steps.some(({ at }) => at === 'answer'))
      .map(({ result }) => result),
    retryWaitsSeconds: webhooks.status.retryWaitsSeconds,
  },
};

/**
 * A `curl` line that gets the newest record of the mock, ready to be pasted into a POSIX shell. It holds a UserSig
 * which is valid for a day.
 */
export function curlExample(mock: RunningMock): string {
  const { path } = operations.getRecordByCallId;
  const query = new URLSearchParams({
    sdkappid: String(mock.sdkAppId),
    identifier: mock.identifier,
    usersig: mock.userSig(),
    random: '1',
    contenttype: 'json',
  });
  const newest = mock.records.list().at(-1);
  const body = JSON.stringify({ callId: newest?.callId ?? 'mock-success' });
  return `curl -H 'Content-Type: application/json' -d ${quote(body)} ${quote(`${mock.url}${path}?${query}`)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
