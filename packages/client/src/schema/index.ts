export type { Issue, IssueRule } from './issue.ts';
export { readSchema, type SchemaDocument } from './read-schema.ts';
export {
  breaks,
  compile,
  describeSchema,
  type Schema,
  type SchemaIssue,
  type SchemaVisitor,
  type TypeName,
  type Validator,
} from './schema.ts';
