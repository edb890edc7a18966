import { type ErrorName, envelope, limits } from '@trtc-call/spec/v4';
import type { Contract } from '../contract.ts';
import { dataSchemas, documentedCodes, envelopeSchema, requestSchemas } from './generated/v4-schemas.gen.ts';
import { tables } from './generated/v4-tables.gen.ts';

/** The generation v4, as its pages have it. */
export function createContract(): Contract {
  return {
    envelope,
    envelopeSchema,
    dataSchemas,
    documentedCodes,
    ...tables,
    requestSchemas,
    generation: 'v4',
    defaultRegion: undefined,
    readsTextCodes: false,
    // As in one of the vendor's samples (V4-27).
    allowsBareCode: true,
    echoes: {
      getCallInfo: { member: 'CallInfo', names: ['CallId'] },
      getRecordByCallId: { member: 'CallRecord', names: ['CallId'] },
      getRecordsByFilter: { member: 'CallRecordList', names: ['CallResult', 'CallType'] },
    },
    times: ['StartTime', 'AcceptTime', 'EndTime'],
    // Of a wrong UserSig every page of Call says 60004 only; those of Chat have codes of their own (V4-U-01).
    signRefusals: { expired: 'UserSigExpired', invalid: 'AccountOrSignatureInvalid' },
    timeSpan: ['StartTime', 'EndTime'],
    longestTexts: { UserData: limits.userDataBytes.value },
    improveRemedy(operationId, reason, remedy) {
      if (mayBeElsewhere.includes(reason))
        return `${remedy} The regions are ${Object.keys(tables.servers).join(', ')}.`;
      return reason === 'RecordNotFound' && operationId === 'getRecordsByFilter' ? noRecords : remedy;
    },
  };
}

/** What a data centre may say of an app that is in another one (V4-U-01, V4-U-31). */
const mayBeElsewhere: readonly string[] = [
  'WrongDataCentre',
  'UserSigKeyMissing',
  'AppUnknown',
] satisfies ErrorName[];

const noRecords = `Nothing may match the filter. The code may also refuse a page of more than ${limits.defaultPageSize.value} records or a condition of the filter: ask again without them.`;
