import type { Level } from './consumer-change.ts';
import type { SpecChange } from './redocly-diff.ts';
import type { Use } from './uses.ts';

/** Where redocly is wrong for whoever uses this contract, or says too little. */
interface Correction {
  level: Level;
  meaning: string;
  applies(change: SpecChange, uses: ReadonlySet<Use>): boolean;
}

const isGone = ({ kind, property }: SpecChange) => kind === 'removed' || property === 'key';
const at =
  (pattern: RegExp, which: (change: SpecChange) => boolean = () => true): Correction['applies'] =>
  (change) =>
    pattern.test(change.path) && which(change);
const isReceived = (uses: ReadonlySet<Use>) =>
  uses.has('answer') || uses.has('webhook') || uses.has('webhook-parameter');
const bounds = /^(?:required|type|format|pattern|additionalProperties|(?:min|max)\w+|multipleOf)$/;

/** The first that applies decides. */
export const corrections: readonly Correction[] = [
  {
    level: 'documentation',
    meaning: 'Nothing changes for code.',
    applies: ({ path, property }) =>
      /^(?:source|decision|x-source|x-decision)$/.test(property ?? lastOf(path)),
  },
  {
    level: 'breaking',
    meaning: 'Receivers are not sent it any more: what they do on it stops happening.',
    applies: at(/^#\/webhooks\/[^/]+$/, isGone),
  },
  {
    level: 'breaking',
    meaning: 'It may stay away: receivers and readers that rely on it find nothing there.',
    applies: ({ property, before, after }, uses) =>
      property === 'required' && before === true && after !== true && isReceived(uses),
  },
  {
    level: 'breaking',
    meaning: 'Calls of it have to go to another host than before.',
    applies: at(/^#\/paths\/[^/]+(?:\/[^/]+)?\/servers$/),
  },
  {
    level: 'breaking',
    meaning:
      'The client takes another HTTP status than 200 for a failed connection, and does not read the outcome.',
    applies: at(/^#\/paths\/[^/]+\/[^/]+\/responses\/[^/]+$/, ({ kind }) => kind === 'added'),
  },
  {
    level: 'breaking',
    meaning: 'Who asks the mock for this example, or reads it from the contract, finds nothing by its name.',
    applies: at(/\/examples\/[^/]+$/, isGone),
  },
  {
    level: 'breaking',
    meaning: 'The type of this name is gone: code that imports it does not compile.',
    applies: at(/^#\/components\/schemas\/[^/]+$/, isGone),
  },
  {
    level: 'breaking',
    meaning: 'Receivers that read it find nothing there.',
    applies: (change, uses) =>
      uses.has('webhook-parameter') &&
      /\/parameters\/[^/]+$/.test(change.path) &&
      (isGone(change) || (change.property === 'required' && change.after !== true)),
  },
  {
    level: 'breaking',
    meaning: 'It has no effect any more, and callers that give it do not compile.',
    applies: (change, uses) =>
      uses.has('request') && change.kind === 'removed' && /\/properties\/[^/]+$/.test(change.path),
  },
  {
    level: 'breaking',
    meaning: 'Who chooses the host by this name no longer finds it.',
    applies: at(/^#\/servers\//, ({ property }) => property === 'x-region'),
  },
  {
    level: 'warning',
    meaning: 'The client spaces its calls by it; whoever calls in another way has to, too.',
    applies: at(/\/x-rate-limit$/),
  },
  {
    level: 'warning',
    meaning:
      'Whether the client sends the call again when it is not known what became of it follows from it.',
    applies: ({ property, path }) => (property ?? lastOf(path)) === 'x-idempotent',
  },
  {
    level: 'warning',
    meaning: 'Receivers get repetitions at other times, or another number of them.',
    applies: at(/\/x-webhook-retry(?:\/|$)/),
  },
  {
    level: 'warning',
    meaning: 'It still works; look for what to use in its place.',
    applies: ({ property, after }) => property === 'deprecated' && after === true,
  },
  {
    level: 'warning',
    meaning: 'Who leaves it out gets something else than before.',
    applies: ({ property }, uses) => property === 'default' && uses.has('request'),
  },
  {
    level: 'warning',
    meaning: 'Look at how calls prove who makes them.',
    applies: ({ path, impact }) => impact !== 'major' && /\/security(?:\/|$)/.test(path),
  },
  {
    level: 'warning',
    meaning: 'Look whether what is sent has this form.',
    applies: ({ property, after }, uses) =>
      property === 'format' && after !== undefined && uses.has('request'),
  },
  {
    level: 'addition',
    meaning: 'Callers may send what was refused until now; nothing has to change.',
    applies: ({ impact, property = '' }, uses) =>
      impact === 'patch' && bounds.test(property) && uses.has('request'),
  },
  {
    level: 'addition',
    meaning: 'More is promised than before; nothing has to change.',
    applies: ({ impact, property }, uses) => impact === 'patch' && property === 'required' && uses.size > 0,
  },
];

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
