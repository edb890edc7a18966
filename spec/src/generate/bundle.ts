import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OpenApiDocument } from '../v1/open-api-document.ts';

/** The bundled document: every file of the contract in one, references to files turned into `#/components/...`. */
export function bundle(packageFolder: string, generation: string): OpenApiDocument {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-spec-'));
  try {
    const output = join(folder, 'openapi.json');
    // The folder of the package holds no redocly.yaml: lint rules and their plugin have no part in bundling.
    const { status, stderr } = spawnSync(
      process.execPath,
      [redoclyBinary(), 'bundle', `${generation}/openapi.yaml`, '--output', output],
      {
        cwd: packageFolder,
        encoding: 'utf8',
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      },
    );
    if (status !== 0) throw new Error(`redocly bundle ${generation}/openapi.yaml failed:\n${stderr}`);
    return JSON.parse(readFileSync(output, 'utf8')) as OpenApiDocument;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The script of the installed redocly command. */
export function redoclyBinary(): string {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { redocly: string } };
  return join(dirname(manifest), bin.redocly);
}
