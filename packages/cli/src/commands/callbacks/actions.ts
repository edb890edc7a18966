import {
  type CallbackConfiguration,
  type CallbackConfigurationInput,
  isTrtcCallError,
  type TrtcCallClient,
} from '@trtc-call/client';
import { commandWords, type ErrorName } from '@trtc-call/spec/v1';
import { CommandError } from '../../command-error.ts';
import type { AccountFlags } from '../../credentials/account-option.ts';
import { openClient } from '../../credentials/open-client.ts';
import { logLine, print, printJson } from '../../io/print.ts';
import { facts } from '../../io/table.ts';
import { knownWord } from '../../known-words.ts';

/** What `trtc-call callbacks get` was asked for. */
export interface GetFlags extends AccountFlags {
  json?: true;
}

/** What `trtc-call callbacks set` was asked for. */
export interface SetFlags extends GetFlags {
  address: string;
  action: string[];
}

/** What `trtc-call callbacks update` was asked for. */
export interface UpdateFlags extends GetFlags {
  address?: string;
  action?: string[];
}

/** What `trtc-call callbacks delete` was asked for. */
export interface DeleteFlags extends GetFlags {
  yes?: true;
}

const notConfigured: ErrorName = 'CallbackNotConfigured';
const words = [...commandWords.status, ...commandWords.event];

/** Prints the configuration. */
export async function getCallbacks(flags: GetFlags): Promise<void> {
  await using client = await openClient(flags);
  show(await readConfigured(client), flags);
}

/** Stores a configuration, and shows the one that it replaces before that. */
export async function setCallbacks(flags: SetFlags): Promise<void> {
  const wanted = { address: checkAddress(flags.address), actions: checkWords(flags.action) };
  await using client = await openClient(flags);
  const former = await readFormer(client);
  if (former) logLine(`Replaces: ${former.address} (${former.actions.join(',') || 'no webhooks'})`);
  const address = await client.callbacks.set(wanted);
  show({ ...wanted, address: address || wanted.address }, flags);
}

/** Changes a part of the configuration and keeps the rest. */
export async function updateCallbacks(flags: UpdateFlags): Promise<void> {
  if (flags.address === undefined && flags.action === undefined) {
    throw new CommandError('nothing to change: give --address, --action, or both');
  }
  const address = flags.address === undefined ? undefined : checkAddress(flags.address);
  const actions = flags.action === undefined ? undefined : checkWords(flags.action);
  await using client = await openClient(flags);
  const wanted =
    address !== undefined && actions !== undefined
      ? { address, actions }
      : completed(await readConfigured(client), address, actions);
  const stored = await updateConfigured(client, wanted);
  show({ ...wanted, address: stored || wanted.address }, flags);
}

/** Removes the configuration, and shows what it was. */
export async function deleteCallbacks(flags: DeleteFlags): Promise<void> {
  await using client = await openClient(flags);
  const former = await readConfigured(client);
  if (!flags.yes) {
    show(former, flags);
    throw new CommandError('nothing was removed: give --yes to remove this configuration');
  }
  await client.callbacks.delete();
  logLine('Removed:');
  show(former, flags);
}

function show({ address, actions }: CallbackConfiguration, { json }: GetFlags): void {
  if (json) printJson({ address, actions });
  else print(facts([['address', address], ...linesOf(actions)]));
}

function linesOf(actions: readonly string[]): (readonly [string, string])[] {
  const [first = 'none', ...rest] = actions;
  return [['actions', first], ...rest.map((word) => ['', word] as const)];
}

async function readFormer(client: TrtcCallClient): Promise<CallbackConfiguration | null> {
  try {
    return await client.callbacks.get();
  } catch (error) {
    if (isNotConfigured(error)) return null;
    throw error;
  }
}

async function readConfigured(client: TrtcCallClient): Promise<CallbackConfiguration> {
  const found = await readFormer(client);
  if (found) return found;
  throw nothingConfigured();
}

async function updateConfigured(client: TrtcCallClient, wanted: CallbackConfigurationInput): Promise<string> {
  try {
    return await client.callbacks.update(wanted);
  } catch (error) {
    throw isNotConfigured(error) ? nothingConfigured() : error;
  }
}

function isNotConfigured(error: unknown): boolean {
  return isTrtcCallError(error) && error.kind === 'refused' && error.reason === notConfigured;
}

function nothingConfigured(): CommandError {
  return new CommandError('no callbacks are configured: use "trtc-call callbacks set"', 1);
}

function completed(
  stored: CallbackConfiguration,
  address = stored.address,
  actions: CallbackConfigurationInput['actions'] | undefined = undefined,
): CallbackConfigurationInput {
  return { address, actions: actions ?? stored.actions };
}

// Others are refused here, though the service may take them: a slip would replace what is stored.
function checkWords(given: readonly string[]): CallbackConfigurationInput['actions'] {
  return [...new Set(given)].map((word) => knownWord('--action', word, words));
}

function checkAddress(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CommandError(`--address: "${text}" is not a URL: it must begin with https:// or http://`);
  }
  if (url.protocol === 'http:') logLine('Webhooks to this address are not encrypted: https:// is advised.');
  return text;
}
