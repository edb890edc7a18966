import type { Difference, FindingClass, PageFact } from '../findings/difference.ts';
import { nameGroup, parseKey } from '../pages/fact-keys.ts';
import type { Rule } from './rule.ts';

/** What the rules have in common that are about whole pages: what rests on one cannot be looked at any more. */
const page = {
  class: 'additive',
  meaning: 'Whatever the vendor changes there goes unnoticed until the page is found and read again.',
  sensors: ['documents'],
  pointsAt: () => '#/info',
} as const;

/** What the rules have in common that are about one statement of a page. */
function statement(rate: (fact: PageFact) => FindingClass) {
  const rateFact = ({ fact }: Difference): FindingClass =>
    !fact || fact.isAgreed ? 'informational' : rate(fact);
  return {
    class: rateFact,
    title: ({ fact }: Difference) => `${fact?.page} ${fact?.says}`,
    meaning: (difference: Difference) =>
      difference.fact?.isAgreed
        ? 'The page changed, and now says what the contract has. Nothing breaks.'
        : meanings[rateFact(difference)],
    advice: ({ fact }: Difference) =>
      fact?.fromContract
        ? `Read ${fact.address}, change the contract and name the page in x-source, or state in sources.yaml why the page is not followed.`
        : 'Compare the page with the contract, and note what the pages say now: `trtc-call drift docs --update`.',
    sensors: ['documents'],
    pointsAt: ({ fact }: Difference) => fact?.site,
    propose: ({ fact }: Difference) => fact?.change,
  } as const;
}

const meanings: Readonly<Record<FindingClass, string>> = {
  breaking: 'If the service does as its page says, calls or receivers that follow the contract fail.',
  additive: 'If the service does as its page says, there is something that types do not know yet.',
  informational: 'Nothing breaks. The page says something else than before, or than the contract.',
};

const documentHost = {
  ...statement(({ before }) => (before === undefined ? 'additive' : 'breaking')),
  id: 'document-host',
  name: 'Documented host changed',
  about: 'The documents name another host than the contract or the last run. Change it in the contract.',
  detect: { facts: ['host'] },
} as const satisfies Rule;

const documentPath = {
  ...statement(({ before }) => (before === undefined ? 'additive' : 'breaking')),
  id: 'document-path',
  name: 'Documented path changed',
  about: 'The documents name another path than the contract or the last run. Change it in the contract.',
  detect: { facts: ['path', 'version'] },
} as const satisfies Rule;

const documentParameter = {
  // Callers that send one less, or receivers that read one that is gone, fail.
  ...statement(({ before, isRequest }) => {
    if (before === undefined) return isRequest ? 'breaking' : 'additive';
    return isRequest ? 'informational' : 'breaking';
  }),
  id: 'document-parameter',
  name: 'Documented parameter changed',
  about:
    'A parameter in the documents differs from the contract or the last run. Compare the page with the contract.',
  detect: { facts: ['parameter'] },
} as const satisfies Rule;

const documentIdentifier = {
  ...statement(() => 'informational'),
  id: 'document-identifier',
  name: 'Documented identifier changed',
  about:
    'The identifier in the samples of the documents differs from the contract or the last run. Compare the page with the contract.',
  detect: { facts: ['identifier'] },
} as const satisfies Rule;

const documentField = {
  ...statement(rateField),
  id: 'document-field',
  name: 'Documented field changed',
  about:
    'A field in the documents differs from the contract or the last run: its name, its type, or whether it is required.',
  detect: { facts: ['field', 'sample'] },
  topic: 'field',
} as const satisfies Rule;

const documentWord = {
  ...statement(({ before, isRequest }) => {
    if (before === undefined) return 'additive';
    return isRequest ? 'breaking' : 'informational';
  }),
  id: 'document-word',
  name: 'Documented word changed',
  about: 'The words that the documents allow for a value differ from the contract or the last run.',
  detect: { facts: ['word'] },
  topic: 'word',
} as const satisfies Rule;

const documentCode = {
  ...statement(({ before }) => (before === undefined ? 'additive' : 'informational')),
  id: 'document-code',
  name: 'Documented error code changed',
  about: 'The error codes in the documents differ from the contract or the last run. Change errors.yaml.',
  detect: { facts: ['code'] },
  topic: 'code',
} as const satisfies Rule;

const documentRateLimit = {
  ...statement(({ before, after }) => {
    if (after === undefined) return 'informational';
    return before !== undefined && readRate(after) < readRate(before) ? 'breaking' : 'additive';
  }),
  id: 'document-rate-limit',
  name: 'Documented rate limit changed',
  about:
    'The documents state another rate limit than the contract or the last run. The client keeps the one in the contract.',
  detect: { facts: ['rate'] },
  topic: 'rate',
} as const satisfies Rule;

const documentCommand = {
  ...statement(({ before, isOwn }) => {
    if (before === undefined) return 'additive';
    return isOwn ? 'breaking' : 'informational';
  }),
  id: 'document-command',
  name: 'Documented command changed',
  about:
    'A command word in the documents differs from the contract or the last run. Receivers of webhooks look at it.',
  detect: { facts: ['command'] },
} as const satisfies Rule;

const documentLimit = {
  ...statement(rateLimit),
  id: 'document-limit',
  name: 'Documented limit changed',
  about:
    'A default, a bound, the data window, a timeout, the waits of retries or the first version of a client differs from the contract or the last run. Compare the page with the contract.',
  detect: { facts: ['default', 'bound', 'limit', 'retry', 'client'] },
} as const satisfies Rule;

const documentEnd = {
  ...statement(({ after }) => (after === undefined ? 'informational' : 'breaking')),
  id: 'document-end',
  meaning: ({ fact }: Difference) =>
    fact?.after === undefined
      ? 'The page does not announce an end of its interface any more.'
      : `Calls or webhooks that rest on the page ${fact.after === '' ? 'end on a day that it does not name' : `end on ${fact.after}`}.`,
  name: 'End of an interface announced',
  about:
    'A page says that what it describes is deprecated or will be shut down. Plan the move to what it names instead.',
  detect: { facts: ['end'] },
} as const satisfies Rule;

const documentUpdated = {
  ...statement(() => 'informational'),
  id: 'document-updated',
  meaning: 'The page has another date, and every fact on it is as before. Nothing breaks.',
  name: 'Documented day changed',
  about: 'A page was updated, and no fact on it changed. Note its day with `trtc-call drift docs --update`.',
  detect: { facts: ['updated'] },
} as const satisfies Rule;

const pageMissing = {
  ...page,
  id: 'page-missing',
  title: ({ pageName }) => `${pageName} is gone`,
  advice:
    'Look for where its content went, and change spec/v1/sources.yaml and the x-source of what rests on it.',
  name: "Page of the vendor's documents missing",
  about: 'A page that statements of the contract rest on is gone.',
  detect: { page: 'missing' },
} as const satisfies Rule;

const pageMoved = {
  ...page,
  id: 'page-moved',
  title: ({ pageName, after }) => `${pageName} has moved to ${after}`,
  advice:
    'If it is the same page, change its id in spec/v1/sources.yaml and in the x-source of what rests on it.',
  name: "Page of the vendor's documents moved",
  about: 'A page has another address than sources.yaml names.',
  detect: { page: 'moved' },
} as const satisfies Rule;

const pageUnreadable = {
  ...page,
  id: 'page-unreadable',
  // It says nothing of the vendor: the check was not made, which the exit code shows.
  class: 'informational',
  title: ({ pageName, pointer, after }) => {
    if (after !== '') return `${pageName} could not be checked: ${after} came in its place`;
    const [part = '', ...text] = pointer.split('/').slice(1);
    return pointer.startsWith('unreadable/')
      ? `${pageName} has a ${part} that cannot be read: ${text.join('/')}`
      : `${pageName} has nothing that could be read as ${nameGroup(pointer)}`;
  },
  meaning:
    'What the page states now is unknown. Whatever the vendor changes there goes unnoticed until it can be read.',
  advice: 'Open the page in a browser: if what it states is still there, teach `drift docs` its new form.',
  name: "Page of the vendor's documents unreadable",
  about:
    'A page came that is not the one that was asked for, or the facts that were read from it before are not found any more. That says nothing of the vendor.',
  detect: { page: 'unreadable' },
} as const satisfies Rule;

// A sample shows a field; a table promises it.
function rateField({ before, after, isRequest, isSample }: PageFact): FindingClass {
  if (isSample) return before === undefined ? 'additive' : 'informational';
  if (before === undefined) return isRequest && after?.endsWith('required') ? 'breaking' : 'additive';
  if (after === undefined || before.split(' ')[0] !== after.split(' ')[0]) return 'breaking';
  if (!isRequest) return 'informational';
  return after.endsWith('required') ? 'breaking' : 'additive';
}

// Requests a second.
function readRate(rate: string): number {
  const [requests = '', seconds = '1'] = rate.split('/');
  return Number(requests) / Number(seconds);
}

// Less is worse, but for what callers wait for and for the version that they need.
function rateLimit({ key, before, after }: PageFact): FindingClass {
  const { kind, section: name } = parseKey(key);
  if (kind === 'default' || kind === 'retry') return after === undefined ? 'informational' : 'additive';
  if (kind === 'bound') return rateBound(before, after);
  if (before === undefined || after === undefined) return after === undefined ? 'informational' : 'additive';
  const isMore = after.localeCompare(before, 'en', { numeric: true }) > 0;
  const isWait = ['backendTimeout', 'recordDelay'].includes(name) || kind === 'client';
  return isMore === isWait ? 'breaking' : 'additive';
}

// Breaking where a value that was within the bounds no longer is.
function rateBound(was: string | undefined, is: string | undefined): FindingClass {
  const [[fromBefore, toBefore], [from, to]] = [readBound(was), readBound(is)];
  return from > fromBefore || to < toBefore ? 'breaking' : 'additive';
}

function readBound(bound = '..'): readonly [number, number] {
  const [from = '', to = ''] = bound.split('..');
  return [from === '' ? -Infinity : Number(from), to === '' ? Infinity : Number.parseFloat(to)];
}

/** Every rule about the vendor's pages. */
export const documentRules = [
  pageMissing,
  pageMoved,
  pageUnreadable,
  documentHost,
  documentPath,
  documentParameter,
  documentIdentifier,
  documentField,
  documentWord,
  documentCode,
  documentRateLimit,
  documentCommand,
  documentLimit,
  documentEnd,
  documentUpdated,
] as const satisfies readonly Rule[];
