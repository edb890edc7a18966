// Another process that keeps the file of a store for itself.
import { DatabaseSync } from 'node:sqlite';

const [path = '', milliseconds] = process.argv.slice(2);
const database = new DatabaseSync(path, { timeout: 10_000 });
database.exec('BEGIN IMMEDIATE');
setTimeout(() => database.exec('COMMIT'), Number(milliseconds));
