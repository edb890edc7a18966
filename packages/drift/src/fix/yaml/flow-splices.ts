import { isMap, type YAMLMap, type YAMLSeq } from 'yaml';
import { Undecidable } from '../undecidable.ts';
import { type Member, membersOf } from './members.ts';
import { lineBreakOf, lineStart, nextLine } from './text-lines.ts';
import { flowText, memberText } from './value-text.ts';
import type { Splice, YamlEdit } from './yaml-edit.ts';

/** How the text changes when an edit is made in a collection that is written in brackets. */
export function flowSplices(text: string, collection: YAMLMap | YAMLSeq, edit: YamlEdit): Splice[] {
  const members = membersOf(text, collection);
  if (edit.op === 'remove-item' || edit.op === 'remove-key') return [removed(text, members, edit.index)];
  const written = edit.op === 'add-key' ? memberText(edit.key, edit.value) : flowText(edit.value);
  const before = members[edit.index - 1];
  if (before) return after(text, before, members[edit.index], written);
  const opening = (collection.range?.[0] ?? 0) + 1;
  const [next] = members;
  if (next) return [{ from: next.start, to: next.start, text: `${written}, ` }];
  const padded = isMap(collection) ? ` ${written} ` : written;
  return [{ from: opening, to: opening, text: padded }];
}

function after(text: string, before: Member, next: Member | undefined, written: string): Splice[] {
  if (!isAlone(text, before)) return [{ from: before.end, to: before.end, text: `, ${written}` }];
  const comma = commaAfter(text, before.end);
  const at = nextLine(text, before.end);
  const indent = text.slice(lineStart(text, before.start), before.start);
  const needsComma = next !== undefined || comma !== undefined;
  const line = { from: at, to: at, text: `${indent}${written}${needsComma ? ',' : ''}${lineBreakOf(text)}` };
  return comma === undefined ? [{ from: before.end, to: before.end, text: ',' }, line] : [line];
}

function removed(text: string, members: readonly Member[], index: number): Splice {
  const member = members[index];
  if (!member) throw new Undecidable('it is not there');
  if (isAlone(text, member)) {
    return { from: lineStart(text, member.start), to: nextLine(text, member.end), text: '' };
  }
  const comma = commaAfter(text, member.end);
  const before = members[index - 1];
  if (comma === undefined) return { from: before?.end ?? member.start, to: member.end, text: '' };
  let to = comma + 1;
  while (text[to] === ' ') to += 1;
  return { from: member.start, to, text: '' };
}

/** Whether nothing else stands on the line of a member but its comma and a comment. */
function isAlone(text: string, { start, end }: Member): boolean {
  const lead = text.slice(lineStart(text, start), start);
  return lead.trim() === '' && /^[ \t]*,?[ \t]*(#.*)?\r?\n$/.test(text.slice(end, nextLine(text, end)));
}

/** Where the comma after a member stands, comments passed over; undefined where there is none. */
function commaAfter(text: string, end: number): number | undefined {
  for (let at = end; at < text.length; at += 1) {
    if (text[at] === ',') return at;
    if (text[at] === '#') at = nextLine(text, at) - 1;
    else if (!/\s/.test(text[at] ?? '')) return undefined;
  }
  return undefined;
}
