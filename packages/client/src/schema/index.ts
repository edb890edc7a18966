export { readSchema, type SchemaDocument } from './read-schema.ts';
export {
  breaks,
  compile,
  describeSchema,
  type Issue,
  type IssueRule,
  type Schema,
  type SchemaIssue,
  type SchemaVisitor,
  type TypeName,
  type Validator,
} from './schema.ts';
