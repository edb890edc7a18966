import { randomUUID } from 'node:crypto';
import type { Statement } from '../generation.ts';
import type { Unanswerable } from '../guards.ts';
import type { RequirementKey } from '../requirement.ts';
import { makeConfiguration } from '../shared/callback-state.ts';
import type { Limited } from '../shared/rate-limit.ts';

/** What the pages of v4 state, and which decisions stand behind it, where that is not in its list of mistakes. */
export const statements: Readonly<Record<RequirementKey, Statement>> = {
  'ENV-001': { decision: ['V4-27'] },
  'ENV-002': { decision: ['V4-27'] },
  'ENV-005': { decision: ['V4-U-04'] },
  'ENV-009': { decision: ['V4-07'] },
  'SIG-010': { sentence: 'An app without a package is refused.' },
  'REC-001': { level: 'MUST' },
  'REC-002': { level: 'MUST', decision: ['V4-03', 'V4-04', 'V4-08', 'V4-U-11'] },
  'REC-004': { level: 'SHOULD', sentence: 'MediaType is Video or Audio.' },
  'REC-005': { level: 'SHOULD', sentence: 'CallType is SingleCall or MultiCall.' },
  'REC-006': { level: 'SHOULD', decision: ['V4-03', 'V4-06'] },
  'REC-007': { level: 'SHOULD', decision: ['V4-U-11'] },
  'REC-008': { level: 'SHOULD', decision: ['V4-32'] },
  'REC-009': { level: 'MUST' },
  'REC-012': { level: 'SHOULD' },
  'REC-013': { level: 'SHOULD', decision: ['V4-07'] },
  'REC-014': { level: 'SHOULD', decision: ['V4-U-10'] },
  'LST-001': { level: 'SHOULD', decision: ['V4-07'] },
  'LST-003': { level: 'MUST' },
  'LST-004': { level: 'MUST', decision: ['V4-U-06'] },
  'LST-005': { level: 'MUST' },
  'LST-006': { level: 'SHOULD', decision: ['V4-U-07'] },
  'LST-007': { level: 'SHOULD', decision: ['V4-U-08'] },
  'LST-008': { level: 'SHOULD', decision: ['V4-U-07'] },
  'LST-009': { level: 'SHOULD' },
  'LST-010': { level: 'MUST', decision: ['V4-03', 'V4-04', 'V4-U-11'] },
  'LST-012': { level: 'SHOULD', decision: ['V4-07'] },
  'LST-013': { level: 'MUST' },
  'FLT-001': { level: 'SHOULD', decision: ['V4-U-09'] },
  'FLT-002': { level: 'SHOULD', decision: ['V4-U-09'] },
  'FLT-003': { level: 'MAY', decision: ['V4-02'] },
  'FLT-004': { level: 'MAY', decision: ['V4-02'] },
  'FLT-005': { level: 'SHOULD', decision: ['V4-02'] },
  'FLT-006': { level: 'SHOULD', decision: ['V4-02'] },
  'FLT-007': { level: 'MUST', decision: ['V4-36'] },
  'FLT-008': { level: 'SHOULD', decision: ['V4-U-09'] },
  'FLT-010': { level: 'MAY', decision: ['V4-02'] },
  'CBS-005': { level: 'SHOULD', decision: ['V4-37'] },
  'OBS-002': { decision: ['V4-27'] },
  'OBS-003': { decision: ['V4-U-05'] },
  'OBS-005': { decision: ['V4-U-06'] },
  'OBS-006': { decision: ['V4-U-08'] },
  'OBS-007': { decision: ['V4-U-07'] },
  'OBS-010': { decision: ['V4-31', 'V4-U-21'] },
  'OBS-011': { decision: ['V4-U-17'] },
  'OBS-012': { decision: ['V4-U-17'] },
  'OBS-013': { decision: ['V4-U-16'] },
  'OBS-014': { decision: ['V4-U-27'] },
  'OBS-015': { decision: ['V4-U-25'] },
  'OBS-017': { decision: ['V4-U-25'] },
  'OBS-018': {},
  'OBS-020': { decision: ['V4-U-01', 'V4-U-03'] },
  'OBS-021': { decision: ['V4-U-02'] },
  'OBS-023': { decision: ['V4-U-09'] },
  'OBS-024': { decision: ['V4-02', 'V4-06'] },
  'OBS-025': { decision: ['V4-U-11'] },
  'OBS-028': { decision: ['V4-U-04'] },
  'OBS-030': { decision: ['V4-U-24'] },
  'OBS-031': { decision: ['V4-U-30'] },
  'OBS-032': { decision: ['V4-U-02'] },
  'OBS-033': { decision: ['V4-18', 'V4-19', 'V4-U-15'] },
  'OBS-034': { decision: ['V4-U-12'] },
  'OBS-035': { decision: ['V4-U-08'] },
  'OBS-036': { decision: ['V4-03', 'V4-04'] },
  'OBS-037': { decision: ['V4-32'] },
};

/** How often each operation may be called: bodies that may be sent again and again. */
export const limited: readonly Limited[] = [
  {
    operation: 'getRecordByCallId',
    subject: 'The single-record operation',
    body: () => ({ CallId: randomUUID() }),
  },
  {
    operation: 'getRecordsByFilter',
    subject: 'The list operation',
    body: ({ now }) => ({ StartTime: now() - 60, NumberPerPage: 1 }),
  },
  {
    operation: 'setCallback',
    subject: 'Setting the callback',
    needs: 'mutate-callback',
    body: ({ generation }) => makeConfiguration(generation),
  },
  { operation: 'getCallback', subject: 'Reading the callback', body: () => ({}) },
  {
    operation: 'deleteCallback',
    subject: 'Removing the callback',
    needs: 'mutate-callback',
    body: () => ({}),
  },
  {
    operation: 'getCallInfo',
    subject: 'Reading the live status',
    body: () => ({ CallId: randomUUID() }),
  },
  {
    operation: 'endCall',
    subject: 'Ending a call',
    needs: 'place-calls',
    body: () => ({ CallId: randomUUID() }),
  },
  {
    operation: 'startCallByRobot',
    subject: 'Placing a call',
    body: 'trying it would place more than two hundred calls',
  },
];

/** Gaps of the documents that no run of this suite can close. */
export const unanswerable: readonly Unanswerable[] = [
  { decision: 'V4-U-13', reason: 'it would ring ten phones; two accounts are named for calls' },
  {
    decision: 'V4-U-14',
    reason: 'a call with too long a text may be placed all the same; one is enough for each question',
  },
  { decision: 'V4-U-22', reason: 'a run asks the host that it was given, and no other' },
  { decision: 'V4-U-23', reason: 'a run places no calls of the older generation' },
  { decision: 'V4-U-29', reason: 'no request brings these refusals about' },
  { decision: 'V4-U-31', reason: 'which app belongs to which data centre is known to the service alone' },
];
