import { parseDocument } from 'yaml';

/**
 * The text as whoever edits it as data leaves it: the one form of the contract's files.
 *
 * @throws Error when it is not YAML
 */
export function canonicalYaml(text: string): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new Error(`not YAML: ${error.message}`);
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}
