import { changeRecords, type LegalVendor, refuseConfigurations } from '../legal-vendor.ts';
import { type Mutations, withFields, without } from '../mutations.ts';

const withoutPayload = ['setCallback', 'deleteCallback', 'endCall'];

/** Readings of what the pages of v4 say in two ways, one each. */
export function listReadings(m: Mutations): readonly LegalVendor[] {
  return [
    {
      title: 'filters neither by CallResult nor by CallType',
      decisions: ['V4-02'],
      mutate: m.changeFields('getRecordsByFilter', (fields) => without(fields, 'CallResult', 'CallType')),
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
      mutate: m.changeListed((record) => ({ ...record, CallResult: 3, RoomIdType: '2' })),
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
      title: 'has an empty Response where there is nothing to say in it',
      decisions: ['V4-07'],
      mutate: m.changeSuccesses((envelope, request) =>
        withoutPayload.some((one) => m.isFor(request, one)) ? { ...envelope, Response: {} } : envelope,
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
        return isSuccess && code === m.findCode('callback-absent') ? m.refuse(code) : response;
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
      mutate: refuseConfigurations(m, 'url-scheme', ({ Url }) => !String(Url).startsWith('https:')),
    },
  ];
}
