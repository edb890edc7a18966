import type { Literal } from '../define.ts';
import type { Statement } from '../generation.ts';
import { makeConfiguration } from '../shared/callback.ts';
import { limited, type Rates } from '../shared/rate-limit.ts';

/** The pages that show an answer in full. */
const samples = [60138, 60131, 60132, 60133, 60134];
const allSamples = [...samples, 60136, 60137];

/** What the pages of v1 state, and which decisions stand behind it, where that is not in its list of mistakes. */
export const statements: Readonly<Record<string, Statement>> = {
  'TRN-007': { level: 'SHOULD' },
  'TRN-010': { level: 'SHOULD' },
  'ENV-003': {
    sentence: 'errorCode is an integer, or the digits of one as a string, and 0 stands for success.',
    source: samples,
    decision: ['V1-01'],
  },
  'ENV-004': {
    sentence: 'The errorCode of a refusal is an integer other than 0, or its digits as a string.',
    source: samples,
    decision: ['V1-01'],
  },
  'ENV-006': { source: allSamples },
  'ENV-007': {
    sentence: 'requestId is a non-empty string or an integer.',
    source: samples,
    decision: ['V1-02'],
  },
  'ENV-009': { source: allSamples, decision: ['V1-03'] },
  'SIG-010': { source: samples },
  'REC-001': { level: 'MUST' },
  'REC-002': { level: 'MUST', decision: ['V1-U-01', 'V1-U-07', 'V1-U-28'] },
  'REC-003': { level: 'MUST' },
  'REC-004': { level: 'SHOULD', decision: ['V1-23'] },
  'REC-005': { level: 'SHOULD', decision: ['V1-23', 'V1-24'] },
  'REC-006': {
    level: 'SHOULD',
    sentence: 'callResult is one of the six documented words.',
    decision: ['V1-10', 'V1-U-06'],
  },
  'REC-007': { level: 'SHOULD' },
  'REC-008': { level: 'SHOULD', decision: ['V1-U-07'] },
  'REC-009': { level: 'MUST', decision: ['V1-U-09'] },
  'REC-012': { level: 'SHOULD' },
  'REC-013': { level: 'SHOULD', decision: ['V1-U-01', 'V1-U-28'] },
  'LST-001': { level: 'SHOULD', decision: ['V1-U-02'] },
  'LST-002': { level: 'MUST', decision: ['V1-U-31'] },
  'LST-003': { level: 'MUST' },
  'LST-004': { level: 'MUST' },
  'LST-005': { level: 'MUST', decision: ['V1-12'] },
  'LST-006': { level: 'SHOULD', decision: ['V1-U-02'] },
  'LST-007': { level: 'SHOULD', decision: ['V1-U-13', 'V1-U-14'] },
  'LST-008': { level: 'SHOULD', decision: ['V1-12', 'V1-U-13'] },
  'LST-009': { level: 'SHOULD', decision: ['V1-12'] },
  'LST-010': { level: 'MUST', source: [60136, 60137], decision: ['V1-U-02'] },
  'LST-012': { level: 'SHOULD', source: [60136, 60137], decision: ['V1-U-01', 'V1-U-02'] },
  'LST-015': { level: 'SHOULD', source: [60136, 60137], decision: ['V1-10', 'V1-23', 'V1-U-06'] },
  'FLT-001': { level: 'MUST' },
  'FLT-002': { level: 'MUST' },
  'FLT-003': { level: 'MUST', decision: ['V1-13'] },
  'FLT-004': { level: 'MUST' },
  'FLT-005': { level: 'MUST' },
  'FLT-006': { level: 'MUST' },
  'FLT-007': { level: 'MAY', source: [60138], decision: ['V1-U-50'] },
  'FLT-008': { level: 'SHOULD', decision: ['V1-U-41'] },
  'FLT-010': { level: 'MUST', decision: ['V1-13'] },
  'CBS-004': { decision: ['V1-18'] },
  'CBS-008': { source: [60135] },
  'CBU-004': { source: [60132, 60134], decision: ['V1-19'] },
  'NEG-005': { decision: ['V1-U-31', 'V1-U-51'] },
  'NEG-015': { decision: ['V1-U-31', 'V1-U-51'] },
  'OBS-001': { decision: ['V1-01'] },
  'OBS-002': { decision: ['V1-02'] },
  'OBS-003': { decision: ['V1-U-04'] },
  'OBS-004': { decision: ['V1-U-08', 'V1-U-09'] },
  'OBS-005': { decision: ['V1-U-11'] },
  'OBS-006': { decision: ['V1-U-14'] },
  'OBS-007': { decision: ['V1-12', 'V1-U-13'] },
  'OBS-008': { decision: ['V1-16', 'V1-U-10'] },
  'OBS-009': { decision: ['V1-20', 'V1-U-19'] },
  'OBS-010': { decision: ['V1-20', 'V1-U-21'] },
  'OBS-011': { decision: ['V1-U-17'], source: [60134, 60135] },
  'OBS-012': { decision: ['V1-U-18'] },
  'OBS-013': { decision: ['V1-U-15'] },
  'OBS-014': { decision: ['V1-U-34'] },
  'OBS-015': { decision: ['V1-04', 'V1-U-30'] },
  'OBS-016': { decision: ['V1-04', 'V1-41'] },
  'OBS-017': { decision: ['V1-U-30'] },
  'OBS-018': { decision: ['V1-U-36'] },
  'OBS-019': { decision: ['V1-U-31'] },
  'OBS-020': { decision: ['V1-U-32'] },
  'OBS-021': { decision: ['V1-U-40'] },
  'OBS-022': {},
  'OBS-023': { decision: ['V1-U-41'] },
  'OBS-024': { decision: ['V1-10', 'V1-32', 'V1-U-06'] },
  'OBS-025': { decision: ['V1-U-07', 'V1-U-28'] },
  'OBS-026': { decision: ['V1-U-12'] },
  'OBS-027': { decision: ['V1-U-16'] },
  'OBS-028': { decision: ['V1-U-29'] },
  'OBS-029': { decision: ['V1-U-37'] },
  'OBS-030': { decision: ['V1-U-38'] },
  'OBS-031': { decision: ['V1-U-42'] },
  'OBS-032': { decision: ['V1-U-47'] },
  'OBS-037': { decision: ['V1-14'] },
  'OBS-039': { decision: ['V1-37'] },
  'OBS-040': { decision: ['V1-47'] },
  'OBS-041': { decision: ['V1-11'] },
  'OBS-043': { decision: ['V1-09'] },
};

export const rates: Rates = {
  'RAT-001': limited.record,
  'RAT-002': limited.list,
  'RAT-003': limited.set,
  'RAT-004': limited.read,
  'RAT-005': {
    operation: 'updateCallback',
    subject: 'Updating the callback',
    needs: 'mutate-callback',
    body: ({ generation }) => makeConfiguration(generation),
  },
  'RAT-006': limited.remove,
};

const excluded =
  'the vendor sends it to the server of the app: it is seen by receiving, not by asking this target';

/** What the vendor sends; checked where webhooks are received. */
export const webhooks: Readonly<Record<string, Literal>> = {
  'WHK-001': {
    sentence: 'A webhook is a POST with a JSON body.',
    source: [60129, 60130],
    excluded,
  },
  'WHK-002': {
    sentence: 'A webhook names its app, command, content type, client address and platform in its query.',
    source: [60129, 60130],
    decision: ['V1-22', 'V1-33', 'V1-34'],
    excluded,
  },
  'WHK-003': {
    sentence: 'Only the commands that are configured as actions are sent.',
    source: [60134, 60135],
    excluded,
  },
  'WHK-004': {
    sentence:
      'A webhook that is answered by an ErrorCode other than 0 is sent again, after the documented waits.',
    decision: ['V1-U-22', 'V1-U-25'],
    excluded,
  },
  'WHK-005': {
    sentence: 'EventTime of a status webhook is in Unix seconds.',
    decision: ['V1-28'],
    excluded,
  },
  'WHK-006': {
    sentence: 'A group call reports no other result than normal_end.',
    decision: ['V1-32'],
    excluded,
  },
};

/** What the documents leave open and no run of this suite can close, by the reason. */
export const unanswerable: Readonly<Record<string, readonly string[]>> = {
  'only a receiver of webhooks sees it; a run asks the API and receives nothing': [
    ...['V1-21', 'V1-25', 'V1-26', 'V1-27', 'V1-29', 'V1-30', 'V1-31', 'V1-38', 'V1-40'],
    ...['V1-U-03', 'V1-U-23', 'V1-U-24', 'V1-U-26', 'V1-U-27', 'V1-U-44', 'V1-U-45', 'V1-U-46', 'V1-U-52'],
  ],
  'a run places no calls, so it never sees one end': ['V1-44', 'V1-U-48'],
  'how the length of an answer is told is for HTTP; every program reads both': ['V1-07'],
  'a run asks the host that it was given, and no other': ['V1-36', 'V1-39'],
  'it takes an account of another rank, which is given in Chat': ['V1-43'],
  "a run signs by the vendor's own library, which writes one form": ['V1-45'],
  'it takes an app of before July 2019': ['V1-46'],
};
