import { CommandError } from '../../command-error.ts';
import { openService } from '../../credentials/open-client.ts';
import { knownWord, webhookWords } from '../../facts.ts';
import { facts } from '../../io/format.ts';
import { logLine, print, printJson } from '../../io/print.ts';
import type { ServiceFlags } from '../../options.ts';
import type { CallbackSettings, Service } from '../../service.ts';

interface GetFlags extends ServiceFlags {
  json?: true;
}

interface SetFlags extends GetFlags {
  address: string;
  /** True where it was given without words. */
  action: string[] | true;
}

interface UpdateFlags extends GetFlags {
  address?: string;
  action?: string[];
}

interface DeleteFlags extends GetFlags {
  yes?: true;
}

export async function getCallbacks(flags: GetFlags): Promise<void> {
  await using service = await openService(flags);
  show(await readConfigured(service), flags);
}

/** Stores a configuration, and shows the one that it replaces before that. */
export async function setCallbacks(flags: SetFlags): Promise<void> {
  await using service = await openService(flags);
  const wanted = {
    address: checkAddress(flags.address),
    actions: checkWords(service, flags.action === true ? [] : flags.action),
  };
  const former = await service.getCallbacks();
  if (former) logLine(`Replaces: ${former.address} (${former.actions.join(',') || 'no webhooks'})`);
  const address = await service.setCallbacks(wanted);
  show({ ...wanted, address: address || wanted.address }, flags);
}

export async function updateCallbacks(flags: UpdateFlags): Promise<void> {
  if (flags.address === undefined && flags.action === undefined) {
    throw new CommandError('nothing to change: give --address, --action, or both');
  }
  await using service = await openService(flags);
  const stored = await service.updateCallbacks({
    ...(flags.address !== undefined && { address: checkAddress(flags.address) }),
    ...(flags.action && { actions: checkWords(service, flags.action) }),
  });
  if (!stored) throw nothingConfigured();
  show(stored, flags);
}

export async function deleteCallbacks(flags: DeleteFlags): Promise<void> {
  await using service = await openService(flags);
  const former = await readConfigured(service);
  if (!flags.yes) {
    show(former, flags);
    throw new CommandError('nothing was removed: give --yes to remove this configuration');
  }
  await service.deleteCallbacks();
  logLine('Removed:');
  show(former, flags);
}

function show({ address, actions }: CallbackSettings, { json }: GetFlags): void {
  const [first = 'none', ...rest] = actions;
  if (json) printJson({ address, actions });
  else print(facts([['address', address], ['actions', first], ...rest.map((word) => ['', word] as const)]));
}

async function readConfigured(service: Service): Promise<CallbackSettings> {
  const found = await service.getCallbacks();
  if (found) return found;
  throw nothingConfigured();
}

function nothingConfigured(): CommandError {
  return new CommandError('no callbacks are configured: use "trtc-call callbacks set"', 1);
}

// Others are refused here, though the service may take them: a slip would replace what is stored.
function checkWords({ generation, actions }: Service, given: readonly string[]): string[] {
  const words = [...new Set(given)];
  const other = generation === 'v1' ? 'v4' : 'v1';
  const unknown = words.find((word) => !actions.includes(word));
  if (unknown !== undefined && webhookWords[other].some((word) => word === unknown)) {
    const remedy = `give --generation ${other}, or words of ${generation}, such as ${actions.slice(0, 3).join(', ')}`;
    throw new CommandError(`--action: "${unknown}" is a command word of ${other}: ${remedy}`);
  }
  return words.map((word) => knownWord('--action', word, actions));
}

function checkAddress(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CommandError(`--address: "${text}" is not a URL: it must begin with https:// or http://`);
  }
  if (url.protocol === 'http:') logLine('Webhooks to this address are not encrypted: https:// is advised.');
  return text;
}
