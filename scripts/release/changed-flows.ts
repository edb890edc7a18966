import { parse } from 'yaml';
import type { ConsumerChange } from './consumer-change.ts';
import { recordOf, recordsOf } from './is-record.ts';

type Row = Record<string, unknown>;
type Change = Omit<ConsumerChange, 'pointer'>;

/** Which webhooks a call causes stands in a file of its own, which Redocly does not know: senders play them, receivers are tested by them. */
export function changedFlows(before: string | undefined, after: string | undefined): ConsumerChange[] {
  const [was, is] = [readTable(before), readTable(after)];
  const [were, are] = [flowsByCall(was), flowsByCall(is)];
  const names = new Set([...were.keys(), ...are.keys()]);
  const changes = [...names].flatMap((name) =>
    changesOfFlow(name, were.get(name), are.get(name)).map((change) => ({
      ...change,
      pointer: `#/flows/${name}`,
    })),
  );
  const found = [...changes, ...changedMoments(was, is)];
  return found.length > 0 ? found : changedRest(was, is);
}

function readTable(text: string | undefined): Row {
  return recordOf(text === undefined ? undefined : parse(text));
}

function flowsByCall({ flows }: Row): Map<string, Row> {
  return new Map(recordsOf(flows).map((flow) => [`${flow.callType} ${flow.result}`, flow]));
}

function changesOfFlow(name: string, was: Row | undefined, is: Row | undefined): Change[] {
  if (!is) {
    const meaning = 'Code that lets such a call take place does not compile, or fails.';
    return [{ level: 'breaking', what: `the webhooks of a call \`${name}\` are gone`, meaning }];
  }
  if (!was) {
    const meaning = 'Such a call can be played.';
    return [{ level: 'addition', what: `the webhooks of a call \`${name}\` are new`, meaning }];
  }
  const [before, after] = [stepsOf(was), stepsOf(is)];
  const lost = before.filter((step) => !after.includes(step));
  const gained = after.filter((step) => !before.includes(step));
  const meaning = 'Receivers that were tested by such a call want another look.';
  if (lost.length > 0 || gained.length > 0) {
    return [
      ...lost.map(
        (step): Change => ({ level: 'warning', what: `\`${name}\` sends no ${step} any more`, meaning }),
      ),
      ...gained.map((step): Change => ({ level: 'warning', what: `\`${name}\` now sends ${step}`, meaning })),
    ];
  }
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  return isSame ? [] : [{ level: 'warning', what: `\`${name}\` sends its webhooks otherwise`, meaning }];
}

function stepsOf({ steps }: Row): string[] {
  return recordsOf(steps).map(({ at, by, command }) => `${command} by ${by} at ${at}`);
}

function changedMoments(was: Row, is: Row): ConsumerChange[] {
  const kept = Array.isArray(is.moments) ? is.moments : [];
  const gone = (Array.isArray(was.moments) ? was.moments : []).filter((moment) => !kept.includes(moment));
  return gone.map((moment) => ({
    level: 'breaking',
    pointer: '#/moments',
    what: `moment \`${moment}\` of a call is gone`,
    meaning: 'Code that names it does not compile.',
  }));
}

function changedRest(was: Row, is: Row): ConsumerChange[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const what = 'the table of the webhooks of calls reads otherwise';
  return [{ level: 'documentation', pointer: '#/flows', what, meaning: 'Nothing changes for code.' }];
}
