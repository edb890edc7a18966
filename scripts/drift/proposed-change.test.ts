import { describe, expect, test } from 'vitest';
import { createDriftCheckout } from '../testing/drift-checkout.ts';
import { readProposedChange } from './proposed-change.ts';

describe('what is proposed', () => {
  test('is what changed where a fix writes, and stays uncommitted for the action', () => {
    const { root, write, git } = createDriftCheckout();
    expect(readProposedChange(root)).toBeUndefined();
    write('README.md', 'a report of the run');
    expect(readProposedChange(root)).toBeUndefined();
    write('spec/a.yaml', 'a: 2\n');
    write('spec/new name.yaml', 'b: 1\n');
    expect(readProposedChange(root)?.files).toEqual(['spec/a.yaml', 'spec/new name.yaml']);
    expect(git('status', '--porcelain')).toContain(' M spec/a.yaml');
  });

  test('is the same on the next day, and another with another text', () => {
    const { root, write } = createDriftCheckout();
    const hashes = ['seen 2026-01-01', 'seen 2026-01-02', 'other'].map((text) => {
      write('spec/a.yaml', `a: ${text}\n`);
      return readProposedChange(root)?.words.join();
    });
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  test('is nothing when a page has only another validator, whose lock file is put back', () => {
    const { root, lock, git } = createDriftCheckout();
    lock('y', 'one');
    expect(readProposedChange(root)).toBeUndefined();
    expect(git('status', '--porcelain')).toBe('');
    lock('y', 'two');
    expect(readProposedChange(root)?.files).toEqual(['spec/v1/sources.lock.yaml']);
  });

  test('is what the pages of any generation say', () => {
    const { root, lock, git } = createDriftCheckout();
    lock('x', 'one', 'v4');
    const first = readProposedChange(root);
    expect(first?.files).toEqual(['spec/v4/sources.lock.yaml']);
    git('add', '--all');
    git('commit', '--quiet', '-m', 'pages of v4');
    lock('y', 'one', 'v4');
    expect(readProposedChange(root)).toBeUndefined();
    lock('y', 'two', 'v4');
    expect(readProposedChange(root)?.words).not.toEqual(first?.words);
  });
});
