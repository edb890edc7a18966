import { decodeUserSig } from '@trtc-call/client/usersig';
import {
  changeRequests,
  isOtherJson,
  type Members,
  type MutantRequest,
  type MutantTable,
  type Mutate,
  type Mutations,
  readFields,
  readParameter,
  respond,
  withFields,
  withQuery,
} from '../mutations.ts';
import { ignoreContentType } from '../shared/transport.ts';
import { findUserSigFault } from '../shared/user-sig.ts';

const listed = 'getRecordsByFilter';
const withoutPayload = ['setCallback', 'deleteCallback', 'endCall'];

/**
 * Services that read the documents as they may be read, by the decisions that allow it, apart by spaces, and by what
 * they do, as the end of a sentence. No MUST may fail there.
 */
export type LegalVendors = MutantTable;

/** Answers as if the URL had these parameters, whatever it has in their place. */
export function setQuery(request: MutantRequest, change: Readonly<Record<string, string>>): MutantRequest {
  const kept = [...request.url.searchParams].filter(([name]) => !(name.toLowerCase() in change));
  return withQuery(request, [...kept, ...Object.entries(change)]);
}

/** Refuses configurations that the mock stores, where the test holds, as if they had the mistake. */
function refuseConfigurations(m: Mutations, mistake: string, test: (fields: Members) => boolean): Mutate {
  return m.replaceAnswers(({ isSuccess }, request) =>
    isSuccess && m.isFor(request, 'setCallback') && test(readFields(request))
      ? m.refuse(m.findCode(mistake))
      : undefined,
  );
}

/** Readings of what the pages of v4 say in two ways, and ways to fill in what they say nothing about. */
export function listLegalOfV4(m: Mutations): LegalVendors {
  const usersig = m.findOtherCodes('usersig-invalid');
  const nameless = m.findOtherCodes('identifier-missing');
  const ofForm: readonly unknown[] = ['body-malformed', 'configuration-field-type', 'field-type'].map(
    m.findCode,
  );
  const isNotYetValid: Parameters<typeof m.acceptWhere>[0] = (request, tools) =>
    findUserSigFault(request, tools) === 'not-yet-valid';
  /** What scheme an address has is not the form of a body, though its code may be the same. */
  const hasOtherScheme = (request: MutantRequest) => {
    const { Url } = readFields(request);
    return m.isFor(request, 'setCallback') && typeof Url === 'string' && !/^https?:/.test(Url);
  };
  const makeEach = <Value>(values: readonly Value[], make: (value: Value) => [title: string, Mutate]) =>
    Object.fromEntries(values.map(make));
  return {
    'V4-02': {
      'filters neither by CallResult nor by CallType': m.changeFields(listed, () => ({
        CallResult: undefined,
        CallType: undefined,
      })),
    },
    'V4-03 V4-04': {
      'gives the types of the table in lists only': m.changeListed(() => ({
        CallResult: 3,
        RoomIdType: '2',
      })),
    },
    'V4-06 V4-U-12': {
      'has a result that no page of records lists': m.changeRecords(() => ({ CallResult: 'Offline' })),
      'has a result that no page lists': m.changeRecords(() => ({ CallResult: 'EndedByServer' })),
    },
    'V4-07': {
      'has an empty Response where there is nothing to say in it': m.changeSuccesses((_, request) =>
        withoutPayload.some((operation) => m.isFor(request, operation)) ? { Response: {} } : {},
      ),
    },
    'V4-08': { 'writes RoomIdType 0': m.changeRecords(() => ({ RoomId: '', RoomIdType: 0 })) },
    'V4-18': { 'answers a call that it places by the bare envelope': answerBareStarts(m) },
    'V4-20': {
      'takes a media type in lower case': m.changeFields('startCallByRobot', ({ CallInfo }) => ({
        CallInfo: Object(CallInfo).MediaType === 'video' ? { MediaType: 'Video' } : CallInfo,
      })),
    },
    'V4-31 V4-U-21': {
      'refuses the removal of a configuration that is not there': m.onlyFor(
        'deleteCallback',
        async (request, forward) => {
          const { code } = m.readAnswer(
            await forward(withFields(m.withOperation(request, 'getCallback'), {})),
          );
          const response = await forward(request);
          const { isSuccess } = m.readAnswer(response);
          return isSuccess && code === m.findCode('callback-absent') ? m.refuse(code) : response;
        },
      ),
    },
    'V4-37': {
      'takes callbacks over https only': refuseConfigurations(
        m,
        'url-scheme',
        ({ Url }) => !String(Url).startsWith('https:'),
      ),
    },
    'V4-U-01': makeEach([...new Set([...usersig, ...nameless])], (code) => [
      `refuses a wrong UserSig or a missing account by ${code}, where that is allowed`,
      m.changeRefusals((members, { url }) => {
        const allowed = url.searchParams.has('identifier') ? usersig : nameless;
        const isSwapped = members.ErrorCode === m.findCode('usersig-invalid') && allowed.includes(code);
        return isSwapped ? { ErrorCode: code } : {};
      }),
    ]),
    'V4-U-02': {
      'takes a UserSig of tomorrow': m.acceptWhere(isNotYetValid),
      'refuses a UserSig of in a minute': m.refuseWhere(m.findCode('usersig-not-yet-valid'), isNotYetValid),
    },
    'V4-U-03': {
      'takes a request without sdkappid and identifier for that of the account of its UserSig': async (
        request,
        forward,
        tools,
      ) => {
        if (findUserSigFault(request, tools) === 'malformed') return forward(request);
        const { sdkAppId, identifier } = decodeUserSig(readParameter(request, 'usersig'));
        const own = Object.entries({ sdkappid: String(sdkAppId), identifier });
        const missing = own.filter(([name]) => !request.url.searchParams.has(name));
        return forward(setQuery(request, Object.fromEntries(missing)));
      },
      'does not look at random and contenttype, nor for parameters that are there twice': changeRequests(
        (request) => {
          const [sdkappid, identifier] = ['sdkappid', 'identifier'].map((name) =>
            readParameter(request, name),
          );
          const once = { ...(sdkappid && { sdkappid }), ...(identifier && { identifier }) };
          return setQuery(request, { ...once, random: '1', contenttype: 'json' });
        },
      ),
    },
    'V4-U-04': {
      'words its refusals in another way, or not at all': m.changeRefusals(() => ({ ErrorInfo: '' })),
    },
    'V4-U-05': makeEach([null, [], { Reason: 'x' }], (Response) => [
      `has ${JSON.stringify(Response)} as the Response of a refusal`,
      m.changeRefusals(() => ({ Response })),
    ]),
    'V4-U-07': {
      'says of the page after the last one which number it has': m.changeListing(({ page }, request) => ({
        page: page || Number(readFields(request).Page ?? 1),
      })),
    },
    'V4-U-09': {
      'keeps both bounds of a filter out': m.changeFields(listed, ({ StartTime, EndTime }) => ({
        StartTime: typeof StartTime === 'number' ? StartTime + 1 : StartTime,
        EndTime: typeof EndTime === 'number' ? EndTime - 1 : EndTime,
      })),
    },
    'V4-U-11': {
      'gives no time of answer and no room to a call that was not answered': m.changeRecords(() => ({
        AcceptTime: undefined,
        RoomId: undefined,
        RoomIdType: undefined,
      })),
      'gives noughts to a call that was not answered': m.changeRecords(() => ({ AcceptTime: 0 })),
    },
    'V4-U-15': {
      'places a call with a ResultCode for its callee': m.changeMembers('startCallByRobot', () => ({
        CallResult: [{ Callee_Account: 'somebody', ResultCode: 7 }],
      })),
    },
    'V4-U-16': {
      'takes short addresses of a host name and a path only': refuseConfigurations(
        m,
        'configuration-field-range',
        ({ Url }) => !/^https?:\/\/[a-z.]+\/[a-z/]{0,200}$/.test(String(Url)),
      ),
      'takes an address of another scheme': m.changeFields('setCallback', ({ Url }) => ({
        Url: typeof Url === 'string' ? Url.replace(/^ftp:/, 'http:') : Url,
      })),
    },
    'V4-U-17': {
      'refuses words of commands that it does not know, and an empty list of them': refuseConfigurations(
        m,
        'configuration-field-range',
        ({ CallbackCommandList: words }) => {
          const known = m.generation.commands;
          return !Array.isArray(words) || words.length === 0 || words.some((word) => !known.includes(word));
        },
      ),
    },
    'V4-U-18': makeEach(m.findOtherCodes('rate-exceeded'), (code) => [
      `refuses more requests than its rate by ${code}`,
      m.swapCode(m.findCode('rate-exceeded'), code),
    ]),
    'V4-U-19': {
      'takes the end of a call that is over for done': m.onlyFor(
        'endCall',
        async (request, forward, { memory }) => {
          const { CallId } = readFields(request);
          const response = await forward(request);
          if (m.readAnswer(response).isSuccess) memory.set(`ended ${CallId}`, 'yes');
          return memory.has(`ended ${CallId}`) ? m.succeed() : response;
        },
      ),
    },
    'V4-U-20': {
      'answers bad parameters of the record operations as if nothing had been found': m.replaceAnswers(
        ({ code }, request) =>
          code === m.findCode('record-field-type') && m.isFor(request, listed)
            ? m.succeed(m.writeListing({ total: 0, page: 0, records: [] }))
            : undefined,
      ),
    },
    'V4-U-25': {
      'refuses another method and an unknown path by HTTP statuses, without JSON': async (
        request,
        forward,
      ) => {
        if (request.method === 'HEAD') return forward(request);
        if (request.method !== 'POST') return respond('', 405);
        return m.isForAnOperation(request) ? forward(request) : respond('<h1>404</h1>', 404, 'text/html');
      },
    },
    'V4-U-26': {
      ...makeEach(m.findOtherCodes('body-not-object'), (code) => [
        `refuses a body that is not an object by ${code}`,
        m.changeRefusals(({ ErrorCode }, request) =>
          ErrorCode === m.findCode('body-not-object') && isOtherJson(request) ? { ErrorCode: code } : {},
        ),
      ]),
      ...makeEach(m.findOtherCodes('field-type'), (code) => [
        `refuses every body of the wrong form by ${code}`,
        m.changeRefusals(({ ErrorCode }, request) =>
          ofForm.includes(ErrorCode) && !hasOtherScheme(request) ? { ErrorCode: code } : {},
        ),
      ]),
    },
    'V4-U-27': { 'reads a body whatever its Content-Type is': ignoreContentType },
    'V4-U-43': {
      'leaves what a call has not out of its live status': m.changeMembers('getCallInfo', ({ CallInfo }) => ({
        CallInfo: {
          ...Object(CallInfo),
          ChatGroupId: undefined,
          ...(Object(CallInfo).RoomId === '' && { RoomId: undefined, RoomIdType: undefined }),
        },
      })),
    },
  };
}

/** Those that only an app with many calls shows. */
export function listLegalOfBusyV4(m: Mutations): LegalVendors {
  return {
    'V4-03 V4-04': {
      'gives the types of the table: a result in a number, a type of room in text': m.changeRecords(() => ({
        CallResult: 0,
        RoomIdType: '2',
      })),
    },
    'V4-32': {
      'leaves the caller out of the callees': m.changeRecords(() => ({ CalleeList_Account: ['somebody'] })),
    },
    'V4-U-06': {
      'gives at most ten records on a page, whatever is asked for': m.changeFields(
        listed,
        ({ NumberPerPage: size }) => ({
          NumberPerPage: typeof size === 'number' && size > 10 ? 10 : size,
        }),
      ),
    },
    'V4-U-08': {
      'refuses a filter that nothing matches': m.replaceAnswers(({ isSuccess, data }, request) =>
        isSuccess && m.isFor(request, listed) && m.readListing(data).total === 0
          ? m.refuse(m.findCode('record-not-found'))
          : undefined,
      ),
    },
  };
}

/** Answers a call that it places without its id. */
export function answerBareStarts(m: Mutations): Mutate {
  return m.onlyFor(
    'startCallByRobot',
    m.changeSuccesses(() => ({ Response: undefined })),
  );
}
