import type { Requirement } from './check/requirement.ts';

const excluded =
  'the vendor sends it to the server of the app: it is seen by receiving, not by asking this target';
const operations = ['setCallback'] as const;

/** What the vendor sends; checked where webhooks are received. */
export const webhook: readonly Requirement[] = [
  {
    id: 'V1-WHK-001',
    level: 'MUST',
    sentence: 'A webhook is a POST with a JSON body.',
    source: [60129, 60130],
    operations,
    excluded,
  },
  {
    id: 'V1-WHK-002',
    level: 'MUST',
    sentence: 'A webhook names its app, command, content type, client address and platform in its query.',
    source: [60129, 60130],
    operations,
    decision: ['V1-22', 'V1-33', 'V1-34'],
    excluded,
  },
  {
    id: 'V1-WHK-003',
    level: 'MUST',
    sentence: 'Only the commands that are configured as actions are sent.',
    source: [60134, 60135],
    operations,
    excluded,
  },
  {
    id: 'V1-WHK-004',
    level: 'MUST',
    sentence:
      'A webhook that is answered by an ErrorCode other than 0 is sent again, after the documented waits.',
    source: [60130],
    operations,
    decision: ['V1-U-22', 'V1-U-25'],
    excluded,
  },
  {
    id: 'V1-WHK-005',
    level: 'MUST',
    sentence: 'EventTime of a status webhook is in Unix seconds.',
    source: [60130],
    operations,
    decision: ['V1-28'],
    excluded,
  },
  {
    id: 'V1-WHK-006',
    level: 'MUST',
    sentence: 'A group call reports no other result than normal_end.',
    source: [60130],
    operations,
    decision: ['V1-32'],
    excluded,
  },
];
