import type { CallRecordV4 } from '@trtc-call/client';
import { contract, mistakes } from '@trtc-call/spec/v4';
import { openapi } from '@trtc-call/spec/v4/openapi';
import type { FieldFault } from '../checks.ts';
import type { Generation } from '../contract.ts';
import type { MistakeId } from '../ids.ts';
import type { StoredRecord } from '../state/sample-records.ts';
import { handlers, windowSeconds } from './operations.ts';
import { calls } from './plan-call.ts';
import { rareResults, readRecord, writeRecord } from './records.ts';

/** Generation v4 of the API. */
export const v4: Generation = {
  contract,
  document: openapi,
  handlers,
  magicFields: { getCallInfo: 'CallId', endCall: 'CallId', getRecordByCallId: 'CallId' },
  nameMistake: (fault, operationId) => nameAccountOrUrl(fault) ?? nameByService(fault, operationId),
  // A configuration is stored as it comes (V4-U-17).
  openWords: ['CallbackCommand'],
  records: {
    write: writeRecord,
    read: readRecord,
    readExample: (data) => readRecord((data as { CallRecord: CallRecordV4 }).CallRecord) as StoredRecord,
    windowSeconds,
    // V4-36
    findsAnyAge: true,
    rareResults,
  },
  calls,
};

function nameAccountOrUrl({ kind, field, value }: FieldFault): MistakeId | undefined {
  const isAccount = field === 'Robot_Account' || field.startsWith('CalleeList_Account.');
  if (kind === 'type' && isAccount && typeof value === 'number') return 'account-not-text';
  const isOtherScheme = kind === 'pattern' && field === 'Url' && !/^https?:\/\//.test(String(value));
  return isOtherScheme ? 'url-scheme' : undefined;
}

/** A mistake in a field has an id per service, since the services have different codes. */
function nameByService({ kind }: FieldFault, operationId: string): MistakeId {
  const wanted = kind === 'pattern' ? 'field-range' : (`field-${kind}` as const);
  const rows = mistakes.filter(({ operations: ids }) => ids.some((id) => id === operationId));
  const find = (end: string) => rows.find(({ id }) => id === end || id.endsWith(`-${end}`))?.id;
  // An optional field that is null has the wrong type. An operation that no mistake names has the plain one.
  return find(wanted) ?? find('field-type') ?? wanted;
}
