import { decodeUserSig } from '@trtc-call/client/usersig';
import { readMembers } from '../../requirements/check/answer.ts';
import { changeRecords, type LegalVendor, setQuery } from '../legal-vendor.ts';
import type { MutantRequest, Mutate } from '../mutant.ts';
import {
  changeRequests,
  isOtherJson,
  type Mutations,
  readFields,
  readParameter,
  withFields,
  without,
} from '../mutations.ts';
import { findUserSigFault } from '../shared/user-sig.ts';

const listed = 'getRecordsByFilter';

/** What the decisions of v4 leave open to the service, one reading each. */
export function listLegalOfV4(m: Mutations): readonly LegalVendor[] {
  const withoutPayload = ['setCallback', 'deleteCallback', 'endCall'];
  /** Refuses what the mock takes, where the test holds. */
  const alsoRefuse =
    (code: number, test: (request: MutantRequest) => boolean): Mutate =>
    async (request, forward) => {
      const response = await forward(request);
      const { isSuccess } = await m.readAnswer(response.clone());
      return isSuccess && test(request) ? m.refuse(code) : response;
    };
  const sets = (test: (fields: ReturnType<typeof readFields>) => boolean) => (request: MutantRequest) =>
    m.isFor(request, 'setCallback') && test(readFields(request));
  /** Swaps the codes of a body of the wrong form. What scheme an address has is not its form. */
  const swapCodesOfForm = (code: number): Mutate =>
    m.changeRefusals((members, request) => {
      const isOfForm = [60003, 100002, 101002].includes(Number(members.ErrorCode));
      const isOfScheme = sets(({ Url }) => typeof Url === 'string' && !/^https?:/.test(Url))(request);
      return isOfForm && !isOfScheme ? { ...members, ErrorCode: code } : members;
    });
  const userSigCodes = [60005, 60025, 70001, 70003, 70009, 70013, 70014, 70016, 70020, 70050];
  const hasAccount = ({ url }: MutantRequest) => url.searchParams.has('identifier');
  return [
    {
      title: 'filters neither by CallResult nor by CallType',
      decisions: ['V4-02'],
      mutate: m.changeFields(listed, (fields) => without(fields, 'CallResult', 'CallType')),
    },
    {
      title: 'gives the types of the table: a result in a number, a type of room in text',
      decisions: ['V4-03', 'V4-04'],
      mutate: changeRecords(m, (record) => ({ ...record, CallResult: 0, RoomIdType: '2' })),
      app: 'busy',
    },
    {
      title: 'gives the types of the table in lists only',
      decisions: ['V4-03', 'V4-04'],
      mutate: m.changeListing((listing) => ({
        ...listing,
        records: listing.records.map((record) => ({ ...record, CallResult: 3, RoomIdType: '2' })),
      })),
    },
    {
      title: 'has a result that no page of records lists',
      decisions: ['V4-06', 'V4-U-12'],
      mutate: changeRecords(m, (record) => ({ ...record, CallResult: 'Offline' })),
    },
    {
      title: 'has a result that no page lists',
      decisions: ['V4-06', 'V4-U-12'],
      mutate: changeRecords(m, (record) => ({ ...record, CallResult: 'EndedByServer' })),
    },
    {
      title: 'leaves Response out where there is nothing to say in it',
      decisions: ['V4-07'],
      mutate: m.changeSuccesses((envelope, request) =>
        withoutPayload.some((one) => m.isFor(request, one)) ? without(envelope, 'Response') : envelope,
      ),
    },
    {
      title: 'writes RoomIdType 0',
      decisions: ['V4-08'],
      mutate: changeRecords(m, (record) => ({ ...record, RoomId: '', RoomIdType: 0 })),
    },
    {
      title: 'answers a call that it places by the bare envelope',
      decisions: ['V4-18'],
      mutate: m.changeSuccesses((envelope, request) =>
        m.isFor(request, 'startCallByRobot') ? without(envelope, 'Response') : envelope,
      ),
    },
    {
      title: 'refuses the removal of a configuration that is not there',
      decisions: ['V4-31', 'V4-U-21'],
      mutate: async (request, forward) => {
        if (!m.isFor(request, 'deleteCallback')) return forward(request);
        const read = await forward(withFields(m.withOperation(request, 'getCallback'), {}));
        const { code } = await m.readAnswer(read);
        const response = await forward(request);
        const { isSuccess } = await m.readAnswer(response.clone());
        return isSuccess && code === 100301 ? m.refuse(code) : response;
      },
    },
    {
      title: 'leaves the caller out of the callees',
      decisions: ['V4-32'],
      mutate: changeRecords(m, (record) => ({ ...record, CalleeList_Account: ['somebody'] })),
      app: 'busy',
    },
    {
      title: 'takes callbacks over https only',
      decisions: ['V4-37'],
      mutate: alsoRefuse(
        100002,
        sets(({ Url }) => !String(Url).startsWith('https:')),
      ),
    },
    ...userSigCodes.map((code) => ({
      title: `refuses every wrong UserSig by ${code}`,
      decisions: ['V4-U-01'],
      mutate: m.changeRefusals((members, request) =>
        members.ErrorCode === 60004 && hasAccount(request) ? { ...members, ErrorCode: code } : members,
      ),
    })),
    ...[70009, 70013].map((code) => ({
      title: `refuses a request without an account by ${code}`,
      decisions: ['V4-U-01'],
      mutate: m.changeRefusals((members, request) =>
        members.ErrorCode === 60004 && !hasAccount(request) ? { ...members, ErrorCode: code } : members,
      ),
    })),
    {
      title: 'takes a UserSig of tomorrow',
      decisions: ['V4-U-02'],
      mutate: m.acceptWhere((request, tools) => findUserSigFault(request, tools) === 'not-yet-valid'),
    },
    {
      title: 'refuses a UserSig of in a minute',
      decisions: ['V4-U-02'],
      mutate: m.refuseWhere(60004, (request, tools) => findUserSigFault(request, tools) === 'not-yet-valid'),
    },
    {
      title: 'takes a request without sdkappid and identifier for that of the account of its UserSig',
      decisions: ['V4-U-03'],
      mutate: async (request, forward, tools) => {
        const names = ['sdkappid', 'identifier'].filter((name) => !request.url.searchParams.has(name));
        const fault = findUserSigFault(request, tools);
        if (names.length === 0 || fault === 'malformed') return forward(request);
        const { sdkAppId, identifier } = decodeUserSig(readParameter(request, 'usersig'));
        const own = { sdkappid: String(sdkAppId), identifier };
        return forward(
          setQuery(request, Object.fromEntries(Object.entries(own).filter(([name]) => names.includes(name)))),
        );
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
      title: 'says by 101050 that nothing matches',
      decisions: ['V4-U-08'],
      app: 'busy',
      mutate: async (request, forward) => {
        const response = await forward(request);
        const { isSuccess, data } = await m.readAnswer(response.clone());
        if (!isSuccess || !m.isFor(request, listed)) return response;
        return m.readListing(data).total === 0 ? m.refuse(101050) : response;
      },
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
      title: 'takes addresses of a host name and a path only',
      decisions: ['V4-U-16'],
      mutate: alsoRefuse(
        100002,
        sets(({ Url }) => !/^https?:\/\/[a-z.]+\/[a-z/]*$/.test(String(Url))),
      ),
    },
    {
      title: 'refuses words of commands that it does not know, and an empty list of them',
      decisions: ['V4-U-17'],
      mutate: alsoRefuse(
        100002,
        sets(({ CallbackCommandList: words }) => {
          const known = m.generation.commands;
          return !Array.isArray(words) || words.length === 0 || words.some((word) => !known.includes(word));
        }),
      ),
    },
    ...[60011, 60018, 60019].map((code) => ({
      title: `refuses more requests than its rate by ${code}`,
      decisions: ['V4-U-18'],
      mutate: m.swapCode(60007, code),
    })),
    {
      title: 'answers bad parameters of the record operations as if nothing had been found',
      decisions: ['V4-U-20'],
      mutate: async (request, forward) => {
        const response = await forward(request);
        const { code } = await m.readAnswer(response.clone());
        const isBad = code === 101050 && m.isFor(request, listed);
        return isBad ? m.succeed(m.writeListing({ total: 0, page: 0, records: [] })) : response;
      },
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
    {
      title: 'refuses a body that is not an object by the code for wrong members',
      decisions: ['V4-U-26'],
      mutate: async (request, forward) => {
        const response = await forward(request);
        const { code } = await m.readAnswer(response.clone());
        if (code !== 60003 || !isOtherJson(request)) return response;
        return m.refuse(/call_config/.test(request.url.pathname) ? 100002 : 101002);
      },
    },
    ...[60003, 60015].map((code) => ({
      title: `refuses every body of the wrong form by ${code}`,
      decisions: ['V4-U-26'],
      mutate: swapCodesOfForm(code),
    })),
    {
      title: 'reads a body whatever its Content-Type is',
      decisions: ['V4-U-27'],
      mutate: changeRequests((request) => ({
        ...request,
        headers: new Headers({ 'content-type': 'application/json' }),
      })),
    },
    {
      title: 'looks for a configuration before it reads the body',
      decisions: ['V4-U-30'],
      mutate: async (request, forward) => {
        if (!m.isFor(request, 'getCallback')) return forward(request);
        const { code } = await m.readAnswer(await forward(withFields(request, {})));
        return code === 100301 ? m.refuse(code) : forward(request);
      },
    },
  ];
}
