import { decodeUserSig } from '@trtc-call/client/usersig';
import { readMembers } from '../../requirements/check/answer.ts';
import {
  changeRecords,
  type LegalVendor,
  refuseConfigurations,
  replaceAnswers,
  setQuery,
} from '../legal-vendor.ts';
import type { MutantRequest } from '../mutant.ts';
import {
  changeRequests,
  isOtherJson,
  type Mutations,
  readFields,
  readParameter,
  without,
} from '../mutations.ts';
import { findUserSigFault } from '../shared/user-sig.ts';

const listed = 'getRecordsByFilter';

/** What the pages of v4 say nothing about, filled in one way each. */
export function listGaps(m: Mutations): readonly LegalVendor[] {
  const usersig = m.findOtherCodes('usersig-invalid');
  const nameless = m.findOtherCodes('identifier-missing');
  const ofForm: readonly unknown[] = ['body-malformed', 'configuration-field-type', 'field-type'].map(
    m.findCode,
  );
  /** What scheme an address has is not the form of a body, though its code may be the same. */
  const hasOtherScheme = (request: MutantRequest) => {
    const { Url } = readFields(request);
    return m.isFor(request, 'setCallback') && typeof Url === 'string' && !/^https?:/.test(Url);
  };
  return [
    ...[...new Set([...usersig, ...nameless])].map((code) => ({
      title: `refuses a wrong UserSig or a missing account by ${code}, where that is allowed`,
      decisions: ['V4-U-01'],
      mutate: m.changeRefusals((members, { url }) => {
        const allowed = url.searchParams.has('identifier') ? usersig : nameless;
        const isSwapped = members.ErrorCode === m.findCode('usersig-invalid') && allowed.includes(code);
        return isSwapped ? { ...members, ErrorCode: code } : members;
      }),
    })),
    {
      title: 'takes a UserSig of tomorrow',
      decisions: ['V4-U-02'],
      mutate: m.acceptWhere((request, tools) => findUserSigFault(request, tools) === 'not-yet-valid'),
    },
    {
      title: 'refuses a UserSig of in a minute',
      decisions: ['V4-U-02'],
      mutate: m.refuseWhere(
        m.findCode('usersig-not-yet-valid'),
        (request, tools) => findUserSigFault(request, tools) === 'not-yet-valid',
      ),
    },
    {
      title: 'takes a request without sdkappid and identifier for that of the account of its UserSig',
      decisions: ['V4-U-03'],
      mutate: async (request, forward, tools) => {
        if (findUserSigFault(request, tools) === 'malformed') return forward(request);
        const { sdkAppId, identifier } = decodeUserSig(readParameter(request, 'usersig'));
        const own = Object.entries({ sdkappid: String(sdkAppId), identifier });
        const missing = own.filter(([name]) => !request.url.searchParams.has(name));
        return forward(setQuery(request, Object.fromEntries(missing)));
      },
    },
    {
      title: 'does not look at random and contenttype, nor for parameters that are there twice',
      decisions: ['V4-U-03'],
      mutate: changeRequests((request) => {
        const [sdkappid, identifier] = ['sdkappid', 'identifier'].map((name) => readParameter(request, name));
        const once = { ...(sdkappid && { sdkappid }), ...(identifier && { identifier }) };
        return setQuery(request, { ...once, random: '1', contenttype: 'json' });
      }),
    },
    {
      title: 'words its refusals in another way, or not at all',
      decisions: ['V4-U-04'],
      mutate: m.changeRefusals((envelope) => ({ ...envelope, ErrorInfo: '' })),
    },
    ...[null, [], { Reason: 'x' }].map((Response) => ({
      title: `has ${JSON.stringify(Response)} as the Response of a refusal`,
      decisions: ['V4-U-05'],
      mutate: m.changeRefusals((envelope) => ({ ...envelope, Response })),
    })),
    {
      title: 'gives at most ten records on a page, whatever is asked for',
      decisions: ['V4-U-06'],
      app: 'busy',
      mutate: m.changeFields(listed, (fields) => {
        const { NumberPerPage: size } = fields;
        return typeof size === 'number' && size > 10 ? { ...fields, NumberPerPage: 10 } : fields;
      }),
    },
    {
      title: 'says of the page after the last one which number it has',
      decisions: ['V4-U-07'],
      mutate: m.changeListing((listing, request) => ({
        ...listing,
        page: listing.page || Number(readFields(request).Page ?? 1),
      })),
    },
    {
      title: 'refuses a filter that nothing matches',
      decisions: ['V4-U-08'],
      app: 'busy',
      mutate: replaceAnswers(m, ({ isSuccess, data }, request) =>
        isSuccess && m.isFor(request, listed) && m.readListing(data).total === 0
          ? m.refuse(m.findCode('record-not-found'))
          : undefined,
      ),
    },
    {
      title: 'keeps both bounds of a filter out',
      decisions: ['V4-U-09'],
      mutate: m.changeFields(listed, (fields) => {
        const { StartTime, EndTime } = fields;
        return {
          ...fields,
          ...(typeof StartTime === 'number' && { StartTime: StartTime + 1 }),
          ...(typeof EndTime === 'number' && { EndTime: EndTime - 1 }),
        };
      }),
    },
    {
      title: 'gives no time of answer and no room to a call that was not answered',
      decisions: ['V4-U-11'],
      mutate: changeRecords(m, (record) => without(record, 'AcceptTime', 'RoomId', 'RoomIdType')),
    },
    {
      title: 'gives noughts to a call that was not answered',
      decisions: ['V4-U-11'],
      mutate: changeRecords(m, (record) => ({ ...record, AcceptTime: 0 })),
    },
    {
      title: 'places a call with a ResultCode for its callee',
      decisions: ['V4-U-15'],
      mutate: m.changeData('startCallByRobot', (data) => ({
        ...readMembers(data),
        CallResult: [{ Callee_Account: 'somebody', ResultCode: 7 }],
      })),
    },
    {
      title: 'takes short addresses of a host name and a path only',
      decisions: ['V4-U-16'],
      mutate: refuseConfigurations(
        m,
        'configuration-field-range',
        ({ Url }) => !/^https?:\/\/[a-z.]+\/[a-z/]{0,200}$/.test(String(Url)),
      ),
    },
    {
      title: 'refuses words of commands that it does not know, and an empty list of them',
      decisions: ['V4-U-17'],
      mutate: refuseConfigurations(m, 'configuration-field-range', ({ CallbackCommandList: words }) => {
        const known = m.generation.commands;
        return !Array.isArray(words) || words.length === 0 || words.some((word) => !known.includes(word));
      }),
    },
    ...m.findOtherCodes('rate-exceeded').map((code) => ({
      title: `refuses more requests than its rate by ${code}`,
      decisions: ['V4-U-18'],
      mutate: m.swapCode(m.findCode('rate-exceeded'), code),
    })),
    {
      title: 'answers bad parameters of the record operations as if nothing had been found',
      decisions: ['V4-U-20'],
      mutate: replaceAnswers(m, ({ code }, request) =>
        code === m.findCode('record-field-type') && m.isFor(request, listed)
          ? m.succeed(m.writeListing({ total: 0, page: 0, records: [] }))
          : undefined,
      ),
    },
    {
      title: 'refuses another method and an unknown path by HTTP statuses, without JSON',
      decisions: ['V4-U-25'],
      mutate: async (request, forward) => {
        if (request.method !== 'POST' && request.method !== 'HEAD') return new Response('', { status: 405 });
        return m.isForAnOperation(request) || request.method === 'HEAD'
          ? forward(request)
          : new Response('<h1>404</h1>', { status: 404, headers: { 'content-type': 'text/html' } });
      },
    },
    ...m.findOtherCodes('body-not-object').map((code) => ({
      title: `refuses a body that is not an object by ${code}`,
      decisions: ['V4-U-26'],
      mutate: m.changeRefusals((members, request) =>
        members.ErrorCode === m.findCode('body-not-object') && isOtherJson(request)
          ? { ...members, ErrorCode: code }
          : members,
      ),
    })),
    ...m.findOtherCodes('field-type').map((code) => ({
      title: `refuses every body of the wrong form by ${code}`,
      decisions: ['V4-U-26'],
      mutate: m.changeRefusals((members, request) =>
        ofForm.includes(members.ErrorCode) && !hasOtherScheme(request)
          ? { ...members, ErrorCode: code }
          : members,
      ),
    })),
    {
      title: 'reads a body whatever its Content-Type is',
      decisions: ['V4-U-27'],
      mutate: changeRequests((request) => ({
        ...request,
        headers: new Headers({ 'content-type': 'application/json' }),
      })),
    },
  ];
}
