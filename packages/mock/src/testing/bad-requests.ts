/** How a request differs from a good one. */
export interface Change {
  readonly method?: string;
  readonly path?: string;
  /** Query parameters; `null` leaves one out. */
  readonly query?: Readonly<Record<string, string | null>>;
  /** What stands at the end of the query besides. */
  readonly appended?: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  /** An object is sent as JSON. */
  readonly body?: string | object;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** How the UserSig is signed otherwise than it should. */
  readonly sign?: { sdkAppId?: number; identifier?: string; secretKey?: string; agedSeconds?: number };
  readonly identifier?: string;
}

/** What can be wrong with a request to any operation of any generation. */
export const anywhere: Readonly<Record<string, readonly Change[]>> = {
  'method-not-post': [{ method: 'GET' }, { method: 'PUT' }],
  'path-unknown': [{ path: '/config/update_callback' }, { path: '/' }, { path: '' }],
  'sdkappid-missing': [{ query: { sdkappid: null } }, { query: { sdkappid: '' } }],
  'sdkappid-invalid': [{ query: { sdkappid: 'abc' } }, { query: { sdkappid: '0' } }],
  'identifier-missing': [{ query: { identifier: null } }],
  'usersig-missing': [{ query: { usersig: null } }],
  'usersig-invalid': [{ query: { usersig: 'xxx' } }],
  'usersig-wrong-key': [{ sign: { secretKey: 'another-key' } }],
  'usersig-other-app': [{ sign: { sdkAppId: 1 } }],
  'usersig-other-identifier': [{ sign: { identifier: 'bob' } }, { query: { identifier: 'a b' } }],
  'usersig-expired': [{ sign: { agedSeconds: 100_000 } }],
  'usersig-not-yet-valid': [{ sign: { agedSeconds: -3600 } }],
  'not-administrator': [{ identifier: 'bob' }],
  'random-missing': [{ query: { random: null } }],
  'random-invalid': ['4294967296', '-1', '1.5'].map((random) => ({ query: { random } })),
  'contenttype-missing': [{ query: { contenttype: null } }],
  'contenttype-invalid': [{ query: { contenttype: 'JSON' } }],
  'parameter-wrong-case': [{ query: { sdkappid: null }, appended: '&SdkAppId=1400000000' }],
  'parameter-repeated': [{ appended: '&random=7' }],
  'content-type-wrong': [
    { contentType: 'application/x-www-form-urlencoded' },
    { contentEncoding: 'gzip' },
    { contentEncoding: 'identity, br' },
  ],
  'body-empty': [{ body: '' }, { body: ' \n' }],
  'body-malformed': [
    { body: '{"callId":' },
    { body: '{} // everything' },
    { body: '{}{}' },
    { body: 'callId=1' },
    { body: '\ufeff{}' },
    { body: '['.repeat(100_000) },
    { bytes: new Uint8Array([0x7b, 0xff, 0x7d]) },
  ],
  'body-not-object': [{ body: '[]' }, { body: 'null' }, { body: '"{}"' }],
  'body-too-large': [{ body: { callId: 'x'.repeat(2 * 1024 * 1024) } }],
};

type Bodies = Readonly<Record<string, Readonly<Record<string, readonly (object | string)[]>>>>;

/** Bodies that are wrong in a required text. */
const wrongText = (good: Readonly<Record<string, unknown>>, field: string) => ({
  missing: [{ ...good, [field]: undefined }],
  null: [{ ...good, [field]: null }],
  type: [7, []].map((value) => ({ ...good, [field]: value })),
  range: [{ ...good, [field]: '' }],
});

const id = wrongText({}, 'callId');
const filter = wrongText({ page: 1 }, 'startTimestamp');
const callback = { address: 'https://a.example/hook', actions: ['cancel'] };
const set = wrongText(callback, 'address');
const setRange = [{ ...callback, actions: ['x'] }];
const setType = [...set.type, { ...callback, actions: [1] }];
const wrongScheme = ['ftp://a', ''].map((address) => ({ ...callback, address }));

/** What can be wrong in the bodies of v1, by mistake and operation. */
export const bodiesV1: Bodies = {
  'field-missing': {
    getRecordByCallId: id.missing,
    getRecordsByFilter: filter.missing,
    setCallback: set.missing,
    updateCallback: set.missing,
  },
  'field-null': {
    getRecordByCallId: id.null,
    getRecordsByFilter: filter.null,
    setCallback: set.null,
    updateCallback: set.null,
  },
  'field-type': {
    getRecordByCallId: id.type,
    // A number beyond the range of a double, which is parsed as Infinity.
    getRecordsByFilter: [{ startTimestamp: '1' }, '{"startTimestamp":1e999}'],
    setCallback: setType,
    updateCallback: setType,
  },
  'field-range': {
    getRecordByCallId: id.range,
    getRecordsByFilter: [
      { startTimestamp: 1, callType: 'Single' },
      { startTimestamp: 1, callResult: 'offline' },
      { startTimestamp: 1, page: 0 },
    ],
    setCallback: setRange,
    updateCallback: setRange,
  },
  'address-scheme': { setCallback: wrongScheme, updateCallback: wrongScheme },
  'record-not-found': { getRecordByCallId: [{ callId: 'of-no-call' }] },
  'callback-not-configured': { updateCallback: [callback] },
  'callback-absent': { getCallback: [{}], deleteCallback: [{}] },
};

const idV4 = wrongText({}, 'CallId');
const call = {
  Robot_Account: 'robot',
  CalleeList_Account: ['bob'],
  Timeout: 60_000,
  CallInfo: { MediaType: 'Audio', RoomId: 'room-1', RoomIdType: 2 },
};
const calling = (...changes: readonly object[]) => changes.map((change) => ({ ...call, ...change }));
const configuration = { Url: 'https://a.example/hook', CallbackCommandList: ['Call.CallbackAfterEndCall'] };
const configure = wrongText(configuration, 'Url');
const noCall = [{ CallId: 'of-no-call' }];

/** What can be wrong in the bodies of v4. */
export const bodiesV4: Bodies = {
  'field-missing': {
    getCallInfo: [...idV4.missing, { callId: 'in the spelling of v1' }],
    endCall: idV4.missing,
    startCallByRobot: calling({ CallInfo: undefined }, { CallInfo: {} }, { Robot_Account: undefined }),
  },
  'field-null': { getCallInfo: idV4.null, endCall: idV4.null, startCallByRobot: calling({ Timeout: null }) },
  'field-type': {
    getCallInfo: idV4.type,
    endCall: idV4.type,
    startCallByRobot: calling({ Timeout: '60000' }, { CalleeList_Account: 5 }, { CalleeList_Account: [{}] }),
  },
  'field-range': {
    getCallInfo: idV4.range,
    endCall: idV4.range,
    startCallByRobot: calling(
      { Timeout: 9999 },
      { Timeout: 600_001 },
      { CalleeList_Account: [] },
      { CallInfo: { MediaType: 'video' } },
      { CallInfo: { MediaType: 'Video', RoomIdType: 0 } },
      { UserData: `${'é'.repeat(500)}x` },
    ),
  },
  'record-field-missing': { getRecordByCallId: idV4.missing },
  'record-field-null': { getRecordByCallId: idV4.null },
  'record-field-type': {
    getRecordByCallId: idV4.type,
    getRecordsByFilter: [{ StartTime: '1' }, { StartTime: null }, '{"StartTime":1e999}'],
  },
  'record-field-range': {
    getRecordByCallId: idV4.range,
    getRecordsByFilter: [
      { Page: 0 },
      { NumberPerPage: 101 },
      { CallResult: 'normal_end' },
      { CallType: 'GroupCall' },
    ],
  },
  'configuration-field-missing': { setCallback: configure.missing },
  'configuration-field-null': { setCallback: configure.null },
  'configuration-field-type': {
    setCallback: [...configure.type, { ...configuration, CallbackCommandList: [1] }],
  },
  'configuration-field-range': { setCallback: [{ ...configuration, Url: 'https://' }] },
  'account-not-text': { startCallByRobot: calling({ Robot_Account: 7 }, { CalleeList_Account: ['bob', 7] }) },
  'url-scheme': { setCallback: ['ftp://a.example', ''].map((Url) => ({ ...configuration, Url })) },
  'call-not-found': { getCallInfo: noCall, endCall: noCall },
  'record-not-found': { getRecordByCallId: noCall },
  'callback-absent': { getCallback: [{}] },
};
