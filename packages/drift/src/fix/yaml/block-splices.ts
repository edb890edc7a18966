import { isMap, type YAMLMap, type YAMLSeq } from 'yaml';
import { Undecidable } from '../undecidable.ts';
import { type Member, membersOf } from './members.ts';
import { lineBreakOf, lineStart, nextLine } from './text-lines.ts';
import { itemLines, memberLines } from './value-text.ts';
import type { Splice, YamlEdit } from './yaml-edit.ts';

/** How the text changes when an edit is made in a collection that is written over lines. */
export function blockSplices(text: string, collection: YAMLMap | YAMLSeq, edit: YamlEdit): Splice[] {
  const members = membersOf(text, collection);
  const isRemoval = edit.op === 'remove-item' || edit.op === 'remove-key';
  if (isRemoval) return [removed(text, members[edit.index], collection)];
  const before = members[edit.index - 1];
  const [first] = members;
  if (!before || !first) throw new Undecidable('nothing stands before the place where it belongs');
  const lines = edit.op === 'add-key' ? memberLines(edit.key, edit.value) : itemLines(edit.value);
  const column = first.start - lineStart(text, first.start);
  const indent = isMap(collection) ? column : dashColumn(text, first);
  return [linesAfter(text, before, indent, lines)];
}

function linesAfter(text: string, { end }: Member, indent: number, lines: readonly string[]): Splice {
  const lineBreak = lineBreakOf(text);
  const at = nextLine(text, end);
  const written = lines.map((line) => `${' '.repeat(indent)}${line}`).join(lineBreak);
  const isEnd = text[at - 1] !== '\n';
  return { from: at, to: at, text: isEnd ? `${lineBreak}${written}` : `${written}${lineBreak}` };
}

/** Whole lines go, with a comment that stands beside them. */
function removed(text: string, member: Member | undefined, collection: YAMLMap | YAMLSeq): Splice {
  if (!member || collection.items.length < 2) throw new Undecidable('it is the only one there');
  const from = lineStart(text, member.start);
  const lead = text.slice(from, member.start);
  if (!(isMap(collection) ? /^ *$/ : /^ *- +$/).test(lead)) {
    throw new Undecidable('something else stands on its line');
  }
  return { from, to: nextLine(text, member.end), text: '' };
}

function dashColumn(text: string, { start }: Member): number {
  const lead = text.slice(lineStart(text, start), start);
  if (!/^ *- +$/.test(lead)) throw new Undecidable('the list is not written as one item a line');
  return lead.indexOf('-');
}
