import { client as clientV1 } from './api/v1/client.gen.ts';
import * as v1 from './api/v1/sdk.gen.ts';
import { client as clientV4 } from './api/v4/client.gen.ts';
import * as v4 from './api/v4/sdk.gen.ts';
import { signUserSig } from './user-sig.ts';

const {
  TRTC_URL,
  TRTC_SDK_APP_ID,
  TRTC_SECRET_KEY = '',
  TRTC_V1_CALL_ID = '',
  TRTC_V4_CALL_ID = '',
} = process.env;
const identifier = 'administrator';
const sdkappid = Number(TRTC_SDK_APP_ID);
const usersig = signUserSig(sdkappid, TRTC_SECRET_KEY, identifier);
const query = { sdkappid, identifier, usersig, random: 4294967295, contenttype: 'json' };
for (const client of [clientV1, clientV4]) client.setConfig({ baseUrl: TRTC_URL, throwOnError: true });
console.log('usersig', usersig);

const found = await v1.getRecordByCallId<true>({ query, body: { callId: TRTC_V1_CALL_ID } });
console.log('v1 success', found.data.data?.caller, found.data.data?.startCallTs);
const other = await v1.getRecordByCallId<true>({ query, body: { callId: 'mock-success-other-types' } });
console.log('v1 other types', other.data.errorCode, other.data.requestId);
const refused = await v1.getCallback<true>({ query, body: {} });
console.log('v1 refusal', refused.data.errorCode);

const foundV4 = await v4.getRecordByCallId<true>({ query, body: { CallId: TRTC_V4_CALL_ID } });
const record = foundV4.data.Response?.CallRecord;
console.log('v4 success', record?.Caller_Account, record?.StartTime, record?.CallResult);
const refusedV4 = await v4.getCallback<true>({ query, body: {} });
console.log('v4 refusal', refusedV4.data.ErrorCode);
