import * as v1 from './api/v1.ts';
import * as v4 from './api/v4.ts';
import { signUserSig } from './user-sig.ts';

const { TRTC_SDK_APP_ID, TRTC_SECRET_KEY = '', TRTC_V1_CALL_ID = '', TRTC_V4_CALL_ID = '' } = process.env;
const identifier = 'administrator';
const sdkappid = Number(TRTC_SDK_APP_ID);
const usersig = signUserSig(sdkappid, TRTC_SECRET_KEY, identifier);
const query = { sdkappid, identifier, usersig, random: 4294967295, contenttype: 'json' };
console.log('usersig', usersig);

const found = await v1.getRecordByCallId({ callId: TRTC_V1_CALL_ID }, query);
console.log('v1 success', found.data.data?.caller, found.data.data?.startCallTs);
const other = await v1.getRecordByCallId({ callId: 'mock-success-other-types' }, query);
console.log('v1 other types', other.data.errorCode, other.data.requestId);
const refused = await v1.getCallback({}, query);
console.log('v1 refusal', refused.data.errorCode);

const foundV4 = await v4.getRecordByCallId({ CallId: TRTC_V4_CALL_ID }, query);
const record = foundV4.data.Response?.CallRecord;
console.log('v4 success', record?.Caller_Account, record?.StartTime, record?.CallResult);
const refusedV4 = await v4.getCallback({}, query);
console.log('v4 refusal', refusedV4.data.ErrorCode);
