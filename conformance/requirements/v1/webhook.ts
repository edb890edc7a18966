import { defineArea, type Requirement } from './check/requirement.ts';

const excluded =
  'the vendor sends it to the server of the app: it is seen by receiving, not by asking this target';

/** What the vendor sends; checked where webhooks are received. */
export const webhook: readonly Requirement[] = defineArea({ source: [60130], operations: ['setCallback'] }, [
  {
    id: 'V1-WHK-001',
    sentence: 'MUST: A webhook is a POST with a JSON body.',
    source: [60129, 60130],
    excluded,
  },
  {
    id: 'V1-WHK-002',
    sentence:
      'MUST: A webhook names its app, command, content type, client address and platform in its query.',
    source: [60129, 60130],
    decision: ['V1-22', 'V1-33', 'V1-34'],
    excluded,
  },
  {
    id: 'V1-WHK-003',
    sentence: 'MUST: Only the commands that are configured as actions are sent.',
    source: [60134, 60135],
    excluded,
  },
  {
    id: 'V1-WHK-004',
    sentence:
      'MUST: A webhook that is answered by an ErrorCode other than 0 is sent again, after the documented waits.',
    decision: ['V1-U-22', 'V1-U-25'],
    excluded,
  },
  {
    id: 'V1-WHK-005',
    sentence: 'MUST: EventTime of a status webhook is in Unix seconds.',
    decision: ['V1-28'],
    excluded,
  },
  {
    id: 'V1-WHK-006',
    sentence: 'MUST: A group call reports no other result than normal_end.',
    decision: ['V1-32'],
    excluded,
  },
]);
