import { nearestName } from '@trtc-call/reporting/names';
import { webhooks } from '@trtc-call/spec/v1';
import { CommandError } from '../../command-error.ts';
import { logLine } from '../../io/print.ts';

const members = Object.keys({ ...webhooks.event.members, ...webhooks.status.members });
const integers = new Set(
  Object.entries(webhooks.event.members).flatMap(([name, { type }]) => (type === 'integer' ? [name] : [])),
);

/**
 * Reads `member=value`, whose value has the type that the contract gives the member, and `member:=json`.
 *
 * @throws CommandError for what is neither, and for a member that is set twice
 */
export function readAssignments(given: readonly string[]): Record<string, unknown> {
  const seen = new Set<string>();
  return Object.fromEntries(
    given.map((text) => {
      const [, name = '', sign, value = ''] = /^([^=:]+)(:?=)(.*)$/s.exec(text) ?? [];
      if (sign === undefined) {
        throw new CommandError(`--set: "${text}" is not an assignment: use member=value, or member:=json`);
      }
      if (seen.has(name)) throw new CommandError(`--set: ${name} is set twice: leave one of them out`);
      seen.add(name);
      if (sign === '=' && !members.includes(name)) logUnknown(name);
      return [name, sign === '=' ? plainValue(name, value) : jsonValue(name, value)];
    }),
  );
}

/** Any member may be sent; one that is nearly documented was most likely meant to be. */
function logUnknown(name: string): void {
  const nearest = nearestName(name, members);
  if (nearest) logLine(`Sent as it is: --set: no page lists the member ${name}: did you mean ${nearest}?`);
}

function plainValue(name: string, text: string): unknown {
  if (!integers.has(name)) return text;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new CommandError(
    `--set: ${name} is an integer, and "${text}" is not: use ${name}:='"${text}"' to send it`,
  );
}

function jsonValue(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(
      `--set: the value of ${name} is not JSON: texts need quotes, such as ${name}:='"x"'`,
    );
  }
}
