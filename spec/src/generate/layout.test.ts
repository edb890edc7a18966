import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contracts } from '../guards/each-contract.ts';

describe.each(contracts)('$generation', ({ generation, openapi }) => {
  const contractFolder = join(import.meta.dirname, '..', '..', generation);
  const list = (pattern: string) =>
    globSync(pattern, { cwd: contractFolder }).map((file) => file.replaceAll('\\', '/'));

  test('the root document fits on a screen or two', () => {
    const lines = readFileSync(join(contractFolder, 'openapi.yaml'), 'utf8').split('\n');
    expect(lines.length).toBeLessThanOrEqual(150);
  });

  test('every component file is referred to', () => {
    const text = list('**/*.yaml')
      .map((file) => readFileSync(join(contractFolder, file), 'utf8'))
      .join('\n');
    const files = list('components/{schemas,parameters,responses}/*.yaml').map((file) => basename(file));
    expect(files.filter((file) => !new RegExp(`\\$ref: (?:\\S*/)?${file}$`, 'm').test(text))).toEqual([]);
  });

  test('the file of an operation lies where its path says', () => {
    const wanted = Object.keys(openapi.paths).map(
      (path) => `${path.replace(`/${generation}/`, 'paths/')}.yaml`,
    );
    expect(list('paths/**/*.yaml').sort()).toEqual(wanted.sort());
  });
});
