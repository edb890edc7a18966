import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openapi } from '../v1/openapi.ts';

const contractFolder = join(import.meta.dirname, '..', '..', 'v1');
const componentFiles = globSync('components/**/*.yaml', { cwd: contractFolder });

test('the root document fits on a screen or two', () => {
  const lines = readFileSync(join(contractFolder, 'openapi.yaml'), 'utf8').split('\n');
  expect(lines.length).toBeLessThanOrEqual(120);
});

test('every component file is used, under the name of the file', () => {
  const { schemas, parameters, examples } = openapi.components;
  // The generator adds the refusals, which have no file.
  const names = [schemas, parameters, examples]
    .flatMap((record) => Object.keys(record))
    .filter((name) => !/^error-\d+$/.test(name));
  expect(componentFiles.map((file) => basename(file, '.yaml')).sort()).toEqual(names.sort());
});

test('the file of an operation lies where its path says', () => {
  const files = globSync('paths/**/*.yaml', { cwd: contractFolder }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const wanted = Object.keys(openapi.paths).map((path) => `${path.replace('/v1/', 'paths/')}.yaml`);
  expect(files.sort()).toEqual(wanted.sort());
});
