import { envelope, type MistakeId, mistakes, operations, queryParameters } from '@trtc-call/spec/v4';
import { openapi } from '@trtc-call/spec/v4/openapi';
import type { FieldFault } from '../checks.ts';
import type { Generation } from '../contract.ts';
import { handlers, magicFields, readRecord, windowSeconds } from './operations.ts';

const { sdkappid, identifier, usersig, random, contenttype } = queryParameters;

/** Generation v4 of the API. */
export const v4: Generation = {
  name: 'v4',
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
  nameMistake: (fault, operationId) => nameAccountOrUrl(fault) ?? nameByService(fault, operationId),
  // A configuration is stored as it comes (V4-U-17).
  openWords: ['CallbackCommand'],
  administrator: identifier.example,
  records: {
    schema: 'CallRecord',
    words: { callResults: 'CallResult', callTypes: 'CallType', mediaTypes: 'MediaType' },
    windowSeconds,
    // V4-36
    findsAnyAge: true,
    // V4-06
    rareResults: ['Offline'],
    exampleOf: 'getRecordByCallId',
    readExample: (data) => readRecord(data),
  },
};

function nameAccountOrUrl({ kind, field, value }: FieldFault): MistakeId | undefined {
  const isAccount = field === 'Robot_Account' || field.startsWith('CalleeList_Account.');
  if (kind === 'type' && isAccount && typeof value === 'number') return 'account-not-text';
  const isOtherScheme = kind === 'pattern' && field === 'Url' && !/^https?:\/\//.test(String(value));
  return isOtherScheme ? 'url-scheme' : undefined;
}

/** The same mistake in a field has an id for each service, since each has codes of its own. */
function nameByService({ kind }: FieldFault, operationId: string): MistakeId {
  const wanted = kind === 'pattern' ? 'field-range' : `field-${kind}`;
  const rows = mistakes.filter(({ operations: ids }) => ids.some((id) => id === operationId));
  const find = (end: string) => rows.find(({ id }) => id === end || id.endsWith(`-${end}`))?.id;
  // An optional field that is null has the wrong type; an operation without fields knows no such mistake.
  return find(wanted) ?? find('field-type') ?? 'field-type';
}
