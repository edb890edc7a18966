import {
  oneLine,
  readFaultOf,
  readTextFile,
  resolveFile,
  writeFaultOf,
  writeWhole,
} from '@trtc-call/reporting';
import { isObject } from '../contract/json-type.ts';
import type { Sensor } from './difference.ts';
import { type DriftState, driftStateSchemaId, emptyState, type SensorState } from './drift-state.ts';

/** What is wrong with the state file. */
export type StateErrorCode = 'unreadable' | 'damaged' | 'unwritable';

/** What is remembered between checks cannot be used; the message is one line with the remedy. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly code: StateErrorCode;

  constructor(code: StateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** It has some hundred. */
const mostBytes = 64 * 1024;

const sensorNames: readonly Sensor[] = ['documents', 'probes', 'production'];

/**
 * Reads what the last check left; a file that does not exist yet is the state before the first check.
 *
 * @throws {@link StateError} when the file cannot be read or is damaged: it is never begun anew by itself, since that
 *   would hide for how long checks have failed
 */
export async function readState(path: string): Promise<DriftState> {
  let text: string;
  try {
    text = await readTextFile(await resolveFile(path), mostBytes);
  } catch (error) {
    const fault = readFaultOf(error);
    if (fault === 'ENOENT') return emptyState;
    const message = `cannot read the state file ${oneLine(path)} (${fault}): name a file that may be read`;
    throw new StateError('unreadable', message, { cause: error });
  }
  return parseState(text, path);
}

/**
 * Writes the state; the file appears whole or stays as it was.
 *
 * @throws {@link StateError} when it cannot be written
 */
export async function writeState(path: string, state: DriftState): Promise<void> {
  try {
    await writeWhole(await resolveFile(path), `${JSON.stringify(state, null, 2)}\n`);
  } catch (error) {
    const message = `cannot write the state file ${oneLine(path)} (${writeFaultOf(error)}): name a file in a folder you may write to`;
    throw new StateError('unwritable', message, { cause: error });
  }
}

function parseState(text: string, path: string): DriftState {
  const damaged = (fault: string, options?: ErrorOptions) =>
    new StateError(
      'damaged',
      `the state file ${oneLine(path)} is damaged (${fault}): restore it, or delete it to begin anew`,
      options,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged('not JSON', { cause: error });
  }
  if (!isObject(value) || value.schema !== driftStateSchemaId) throw damaged(`no "${driftStateSchemaId}"`);
  if (!isObject(value.sensors)) throw damaged('no sensors');
  const sensors: Partial<Record<Sensor, SensorState>> = {};
  for (const [name, entry] of Object.entries(value.sensors)) {
    const sensor = sensorNames.find((known) => known === name);
    const state = readSensorState(entry);
    if (sensor === undefined || state === undefined) throw damaged(`sensor ${JSON.stringify(oneLine(name))}`);
    sensors[sensor] = state;
  }
  return { schema: driftStateSchemaId, sensors };
}

function readSensorState(value: unknown): SensorState | undefined {
  if (!isObject(value)) return undefined;
  const { lastSuccess, failingSince } = value;
  return isTime(lastSuccess) && isTime(failingSince) ? { lastSuccess, failingSince } : undefined;
}

function isTime(value: unknown): value is string | null {
  if (value === null) return true;
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return false;
  return new Date(Date.parse(value)).toISOString() === value;
}
