import { expect, test } from 'vitest';
import { type Row, testRefusals } from './testing/refusals.ts';
import { runCli } from './testing/run-cli.ts';

const to = '--to http://127.0.0.1:1/s3cret';
const nowhere = { TRTC_CALL_BASE_URL: '' };
const misspelt = { TRTC_CALL_BASE_URL: '', TRTC_CALL_REGION: 'sinapore' };
const withoutGeneration =
  /^trtc-call: the generation is missing: give --generation v1 or v4, .+ Clients from native 2\.9\.0\.1230 and Web 4\.0\.2 on place v4 calls with calls\(\), .+ trtc-call doctor finds it/;
const v4 = { TRTC_CALL_GENERATION: 'v4' };

const refused: readonly Row[] = [
  ['conformence', 'Did you mean conformance?'],
  ['--verson', 'Did you mean --version?'],
  ['mock extra', 'too many arguments'],
  ['completion tcsh', 'there is no script for tcsh: choose bash, zsh or fish'],

  ['records lst', 'Did you mean list?'],
  ['records get', "missing required argument 'id'"],
  [['records', 'get', ' '], 'the id of the call is empty'],
  ['records list --limit 0', 'It must be an integer from 1'],
  ['records list --generation v3', 'Choose from v1, v4.'],
  ['records list', 'TRTC_CALL_GENERATION must be v1 or v4\n', { TRTC_CALL_GENERATION: 'v3' }],
  ['records list --generation v4', 'the region is missing: give --region, or set TRTC_CALL_REGION', nowhere],
  ...[
    'records list',
    'records get x',
    'records export --out -',
    'callbacks get',
    'reconcile --from 1h --book x',
  ].map((line): Row => [line, withoutGeneration, { TRTC_CALL_GENERATION: '' }]),
  [
    'records list --region sinapore',
    /--region "sinapore" is not known: did you mean singapore\? Choose from .*china/,
  ],
  ['records list --region sinapore', 'did you mean singapore?', v4],
  ['records list', /^(?!.*sinapore).*TRTC_CALL_REGION.*did you mean singapore\?/, misspelt],
  ['doctor --region nowhere', 'choose from intl, china, singapore, seoul'],
  ['doctor --region nowhere --generation v4', /^(?!.*intl).*choose from china, singapore/],
  ['doctor --region seoul --base-url http://127.0.0.1:1', 'pass only --region'],
  ['records export', '--out'],
  [['records', 'export', '--out', ''], '--out is empty: name a file'],
  [['records', 'list', '--credentials', ''], '--credentials is empty: name a file'],
  [['conformance', '--out', ''], '--out is empty: name a directory'],
  [['conformance', '--har='], '--har is empty: name a file'],
  [['drift', 'check', 'x.har', '--baseline', ''], '--accepted is empty: name a file'],
  [['drift', 'docs', '--from', ''], '--from is empty: name a folder'],
  [['drift', 'check', 'x.har', ''], 'the name of a file is empty'],
  [['webhooks', 'replay', '', '--to', 'http://127.0.0.1:1'], 'the name of a file is empty'],
  ['records export --out none/', '--out: none/ is a folder: name a file, or - for standard output'],
  ['records export --out - --restart', '--restart is for a file'],
  ['records export --out x --format xml', 'Choose from jsonl, csv.'],
  ['records export --out x --format cvs', 'Did you mean csv?'],
  ['records export --out x --no-formula-guard', 'needs --format csv'],

  ['records list --from 2026-02-30T00:00:00Z', 'is not a valid time'],
  ['records list --from 1700000000000', 'looks like milliseconds'],
  ['records list --from 2026-05-01T08:00', '"2026-05-01T08:00" needs a time zone, such as 2026-05-01T08:00Z'],
  ['records list --from 2026-02-30', '"2026-02-30" is not a day of the calendar'],
  ['records list --from yestreday', 'did you mean yesterday?'],
  ['records list --from 1.5.2026', '"1.5.2026" is not a valid time: use 24h or 7d'],
  ['records list --to now --before today', '--to and --before both say where to end'],
  ['records list --from 1h --to 2h', 'is not before --to'],
  [
    'records list --from today --before today',
    /is not before --before today \(.* 00:00:00 \+00:00\): give an earlier --from, or a later/,
  ],
  [
    'records list --from 2099-12-31',
    '--from 2099-12-31 (2099-12-31 00:00:00 +00:00) is in the future: give an earlier --from\n',
  ],
  [
    'records list --from 2099-12-31 --to 2099-12-30',
    'is not before --to 2099-12-30 (2099-12-30 23:59:59 +00:00): give an earlier --from, or a later --to',
  ],
  [
    'records list --to 2025-05-01',
    '--to 2025-05-01 (2025-05-01 23:59:59 +00:00) is too long ago: the service keeps records for 7 days: give a later --to\n',
  ],
  ['records list --before 2025-05-01', '--before 2025-05-01 (2025-05-01 00:00:00 +00:00) is too long ago'],
  ['records list --before 8d', /--before 8d \(.+ records for 7 days: give a later --before\n/],
  ['records list --from 50d --to 60d', 'the service keeps records for 7 days: give a later --to\n'],

  ['callbacks set --address https://a.example', '--action'],
  [
    'callbacks set --address https://a.example --action cancel reject',
    'such as --action A,B, without blanks',
  ],
  ['callbacks set --address https://a.example --action normal_ed', 'did you mean normal_end?'],
  ['callbacks set --address a.example --action cancel', '--address: "a.example" is not a URL'],
  ['callbacks update', 'nothing to change'],
  ['callbacks update --action zzzzzzzzzzzzzzz', 'choose from cancel, reject'],
  [
    'callbacks update --action Call.CallbackAfterEndCall',
    '"Call.CallbackAfterEndCall" is a command word of v4: give --generation v4, or words of v1, such as cancel, ',
  ],
  [
    'callbacks set --address https://a.example --action normal_end',
    '"normal_end" is a command word of v1: give --generation v1, or words of v4, such as Call.CallbackAfterStartCall, ',
    v4,
  ],
  ['callbacks update --action zzzzzzzzzzzzzzz', 'choose from Call.CallbackAfterStartCall', v4],

  [['calls', 'get', ' '], 'the id of the call is empty', v4],
  ['calls end x', 'the region is missing: give --region, or set TRTC_CALL_REGION', { ...nowhere, ...v4 }],
  ['calls get x --region mars', '--region "mars" is not known: choose from china, singapore', v4],
  ['calls end x', 'give --generation v4 if the app places calls of v4'],
  ['calls end x --generation v1', 'give --generation v4 if the app places calls of v4', v4],

  ['usersig inspect', 'standard input is empty'],
  ['usersig sign', 'TRTC_CALL_SDK_APP_ID', null],
  ['usersig sign', 'TRTC_CALL_SECRET_KEY', { TRTC_CALL_SECRET_KEY: '', TRTC_CALL_USER_SIG: 'abc' }],
  ['usersig sign --expires 999999999', '--expires'],
  [['usersig', 'sign', '--identifier', 'a\nb'], '--identifier'],

  ['mock --port abc', 'It must be an integer from 0 to 65535.'],
  ['mock --port 65536', 'It must be an integer from 0 to 65535.'],
  ['mock --sdk-app-id -1', 'It must be an integer from 1'],
  [
    ['mock', '--secret-key', ''],
    /^trtc-call: --secret-key must be a string of at least one character; pass one\n$/,
  ],
  [['mock', '--webhook-token', ''], /^trtc-call: --webhook-token must be a string/],
  [['mock', '--host', ''], /^trtc-call: --host must be a string/],
  [
    'mock --allow-webhooks-to http://a.example',
    /^trtc-call: --allow-webhooks-to must be a list of hosts without scheme, port and path/,
  ],
  ['mock --allow-webhooks-to a.example,,', 'An item of the list is empty.'],
  ['mock --allow-host a.example:80', /^trtc-call: --allow-host must be .* without scheme, port and path/],
  ['mock --allow-host a b', 'such as --allow-host A,B'],
  ['mock --prot 1', 'Did you mean --port?'],

  [['webhooks', 'listen', '--port', '0', '--host', ''], '--host is empty: name an address of this machine'],
  ['webhooks listen --forward receiver', '--forward: it is not a URL'],
  ['webhooks listen --forward http://a.example --answer 1', 'has no effect with'],
  ['webhooks listen --out /nowhere/at/all', '--out: /nowhere/at/all cannot be written (ENOENT)'],
  ['webhooks listen --host 203.0.113.7', '203.0.113.7:4011: it cannot be listened on (EADDRNOTAVAIL)'],
  [`webhooks replay /nowhere.har ${to}`, /^trtc-call: .*nowhere\.har.*\n$/],

  [`webhooks trigger normal_ende ${to}`, 'did you mean normal_end?'],
  [`webhooks trigger Call.CallbackAfterEndcall ${to}`, 'did you mean Call.CallbackAfterEndCall?'],
  ['webhooks trigger cancel --to receiver', '--to: it is not a URL'],
  ['webhooks trigger cancel --to ftp://a.example/s3cret', '--to: unsupported protocol "ftp:"'],
  [`webhooks trigger cancel ${to} --set UserId`, '--set: "UserId" is not an assignment'],
  [`webhooks trigger cancel ${to} --set TotalNum=two`, 'TotalNum is an integer, and "two" is not'],
  [
    `webhooks trigger cancel ${to} --set TotalNum=99999999999999999999`,
    'TotalNum must be an integer from -9007199254740991 to',
  ],
  [`webhooks trigger cancel ${to} --set UserId:=bob`, 'the value of UserId is not JSON'],
  [
    `webhooks trigger cancel ${to} --set UserId=a --set UserId=b`,
    'UserId is set twice: leave one of them out',
  ],
  [
    `webhooks trigger cancel ${to} --set Own=a --set Own:=1`,
    '--set: Own is set twice: leave one of them out',
  ],
  [`webhooks trigger cancel ${to} --result reject`, '--result has no effect on cancel'],
  [`webhooks trigger all ${to} --callee b`, '--callee has no effect on all'],
  [`webhooks trigger cancel ${to} --same`, '--same needs --times'],
  [`webhooks trigger cancel ${to} --same --times 1`, '--same needs --times of at least 2'],
  [
    `webhooks trigger cancel ${to} --concurrency 4`,
    '--concurrency has no effect on one webhook: give --times',
  ],
  [
    `webhooks trigger call ${to} --concurrency 4 --times 9`,
    '--concurrency has no effect on call: its webhooks',
  ],
  [`webhooks trigger call ${to} --callee b c`, 'such as --callee A,B'],
  [`webhooks trigger call ${to} --result rejectt`, 'did you mean reject?'],
  [
    `webhooks trigger call ${to} --result Reject --generation v1`,
    '--generation: Reject is a word of v4: leave',
  ],
  [`webhooks trigger cancel ${to} --generation v1`, '--generation has no effect on cancel'],
  [
    `webhooks trigger call ${to} --result reject --callee b,c --generation v1`,
    'no group call ends as reject',
  ],
  [
    `webhooks trigger cancel ${to}`,
    'TRTC_CALL_SDK_APP_ID is not a positive integer: set the SDKAppID of the console, or give --sdk-app-id\n',
    { TRTC_CALL_SDK_APP_ID: 'mine' },
  ],

  ['webhooks kept --store /nowhere/events.db', 'the file /nowhere/events.db is not there'],
  ['webhooks kept --store=', 'give a file of SQLite, redis://HOST'],
  ['webhooks kept --store mysql://root:s3cret@127.0.0.1/app', 'give a file of SQLite, redis://HOST'],
  ['webhooks kept --store redis://:s3cret@127.0.0.1:1', 'Redis cannot be reached (ECONNREFUSED)'],
  ['webhooks kept --store postgres://me:s3cret@127.0.0.1:1/app', 'Postgres cannot be reached (ECONNREFUSED)'],
  ['webhooks kept --store x --retry all', '--retry needs --to'],
  [`webhooks kept --store x ${to}`, '--to is for --retry'],
  ['webhooks kept --store x --drop a --json', '--json has no effect with --drop'],
  [`webhooks kept --store x --drop a --retry a ${to}`, '--drop and --retry exclude'],

  ['reconcile', '--book'],
  [
    'reconcile --from 24h --book postgres://me:s3cret@127.0.0.1:1/app',
    'Postgres cannot be reached (ECONNREFUSED)',
  ],
  ['reconcile --from 24h --book postgres://me:s3cret%zz@127.0.0.1:1/app', 'Postgres cannot be reached'],
  ['reconcile --from 24h --book redis://:s3cret@127.0.0.1:1', 'give a file of SQLite, or postgres://'],
  ['reconcile --from 24h --book mysql://root:s3cret@127.0.0.1/app', 'give a file of SQLite, or postgres://'],
  ['reconcile --from yesterdy --book x', 'did you mean yesterday?'],
  ['reconcile --from 24h --to now --before now --book x', 'both say where to end'],
  ['reconcile --from now --to 2h --book x', 'is not before'],
];

testRefusals(refused);

test('without any command the help is an error', async () => {
  expect(await runCli([])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('Usage:'),
  });
});
