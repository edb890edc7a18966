import { logLine } from './print.ts';

const seen = new Map<string | undefined, string>();
const held = new Set<string | undefined>();

/** Prints each warning of these packages once, as one line like all others; those of Node stay as they are. */
export function watchWarnings(): void {
  const others = process.listeners('warning');
  process.removeAllListeners('warning').on('warning', (warning: Error & { code?: string }) => {
    const { code, message } = warning;
    if (warning.name !== 'TrtcCallWarning') {
      for (const print of others) print(warning);
      return;
    }
    if (!seen.has(code) && !held.has(code)) logLine(message);
    seen.set(code, message);
  });
}

/** Keeps a warning from being printed, where the command may say the same. @returns what gives it, once it has come */
export function holdWarning(code: string): () => string | undefined {
  held.add(code);
  return () => seen.get(code);
}
