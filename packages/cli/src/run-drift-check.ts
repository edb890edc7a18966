import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkDrift,
  compareDocuments,
  createPageFetcher,
  type DriftCheckOptions,
  type DriftSource,
  fileSource,
  findSourcesLock,
  prepareReportDirectory,
  readExchanges,
  SourceError,
} from '@trtc-call/drift';
import type { DriftCheckFlags, DriftDocsFlags, ReportFlags } from './commands/drift.ts';
import { showDrift } from './show-drift.ts';
import { type StopSignal, stopSignal } from './stop-signal.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Compares files, a target and the pages with the contract.
 *
 * @returns the exit code: 0 no finding that counts, 1 some, 2 could not check, 130 or 143 interrupted
 */
export async function runDriftCheck(files: readonly string[], flags: DriftCheckFlags): Promise<number> {
  const stop = stopSignal();
  const sources = files.map(fileSource);
  if (flags.target !== undefined) sources.push(targetSource(flags.target, flags, stop));
  const options = { ...optionsOf(flags), sources, neverSeenAfter: flags.neverSeenAfter };
  return run(flags.docs ? { ...options, documents: documentsOf(flags, stop) } : options, flags, stop);
}

/** Compares the pages alone. @returns the exit code */
export async function runDriftDocs(flags: DriftDocsFlags): Promise<number> {
  const stop = stopSignal();
  return run({ ...optionsOf(flags), documents: documentsOf(flags, stop) }, flags, stop);
}

function optionsOf({ baseline, state, staleAfter, failOn }: ReportFlags): DriftCheckOptions {
  const staleAfterMilliseconds = staleAfter * dayMilliseconds;
  return { baselineFile: baseline, stateFile: state, staleAfterMilliseconds, failOn };
}

/** In a checkout what pages said is kept beside the list of them; elsewhere only if a file is named. */
function documentsOf(
  { from, lock, update }: Pick<DriftDocsFlags, 'from' | 'lock' | 'update'>,
  { signal }: StopSignal,
): DriftCheckOptions['documents'] {
  const lockFile = lock ?? findSourcesLock(process.cwd());
  return () =>
    compareDocuments({ from, lockFile, update, signal, fetcher: () => createPageFetcher({ signal }) });
}

async function run(options: DriftCheckOptions, flags: ReportFlags, stop: StopSignal): Promise<number> {
  // Known before anything is asked: a long check must not end with a surprise.
  if (flags.out !== undefined) await prepareReportDirectory(flags.out);
  const report = await Promise.race([checkDrift({ ...options, signal: stop.signal }), stop.received]);
  return typeof report === 'number' ? report : showDrift(report, flags);
}

/** A target is asked as `record` does it; the file is gone when it was read. */
function targetSource(target: string, flags: DriftCheckFlags, stop: StopSignal): DriftSource {
  return {
    name: target,
    sensor: 'probes',
    async read(sink, options) {
      // Loaded here, since a check of files needs nothing of them.
      const { CannotRunError } = await import('@trtc-call/conformance');
      const { recordProbes } = await import('./record-probes.ts');
      const folder = await mkdtemp(join(tmpdir(), 'trtc-call-drift-'));
      try {
        const path = join(folder, 'exchanges.har');
        const interrupted = await recordProbes({ ...flags, target, path }, stop);
        if (interrupted !== undefined) throw new SourceError('interrupted');
        return await readExchanges(path, sink, options);
      } catch (error) {
        if (error instanceof CannotRunError) throw new SourceError(error.message, { cause: error });
        throw error;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
