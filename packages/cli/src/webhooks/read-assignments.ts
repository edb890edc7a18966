import { webhooks } from '@trtc-call/spec/v1';
import { CommandError } from '../command-error.ts';

const integers = new Set(
  Object.entries(webhooks.event.members).flatMap(([name, { type }]) => (type === 'integer' ? [name] : [])),
);

/**
 * Reads `member=value`, whose value has the type that the contract gives the member, and `member:=json`.
 *
 * @throws CommandError for what is neither
 */
export function readAssignments(given: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name = '', sign, value = ''] = /^([^=:]+)(:?=)(.*)$/s.exec(text) ?? [];
      if (sign === undefined) {
        throw new CommandError(`--set: "${text}" is no assignment: give member=value, or member:=json`);
      }
      return [name, sign === '=' ? plainValue(name, value) : jsonValue(name, value)];
    }),
  );
}

function plainValue(name: string, text: string): unknown {
  if (!integers.has(name)) return text;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new CommandError(
    `--set: ${name} is a whole number, "${text}" is none: use ${name}:='"${text}"' to send it`,
  );
}

function jsonValue(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(
      `--set: the value of ${name} is no JSON: texts need quotes, such as ${name}:='"x"'`,
    );
  }
}
