export type { Issue, IssueRule } from './issue.ts';
export { describeSchema, type Schema, type TypeName } from './keywords.ts';
export { readSchema, type SchemaDocument } from './read-schema.ts';
export { breaks, compile, type SchemaIssue, type SchemaVisitor, type Validator } from './schema.ts';
