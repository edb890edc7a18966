// `node scripts/release/keep-comment-main.ts <file.md> <pull request>`: keeps the comment on it up to date.

import { readFileSync } from 'node:fs';
import { sanitizeForTerminal } from '@trtc-call/rendering';
import { connectGitHub } from '../github/connect.ts';
import { keepComment } from './keep-comment.ts';

const [file, number] = process.argv.slice(2);
const pullRequest = Number(number);
if (file === undefined || !Number.isInteger(pullRequest) || pullRequest < 1) {
  console.error('usage: node scripts/release/keep-comment-main.ts <file.md> <number of the pull request>');
  process.exitCode = 2;
} else {
  try {
    const text = readFileSync(file, 'utf8');
    const { env } = process;
    const done = await keepComment(connectGitHub(env), pullRequest, text, text.startsWith('#'));
    console.log(`The comment on #${pullRequest} was ${done}.`);
  } catch (error) {
    console.error(sanitizeForTerminal(`keep-comment: ${error instanceof Error ? error.message : error}`));
    process.exitCode = 2;
  }
}
