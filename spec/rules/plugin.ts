import { answerExampleValid } from './answer-example-valid.ts';
import { extensionValueValid, knownExtensionsOnly } from './extension-rules.ts';
import { fieldHasDescription, fieldHasExample, fieldHasType } from './field-rules.ts';
import { sourceStated } from './source-stated.ts';
import type { Rule } from './visit.ts';

const rules: Record<string, Rule> = {
  'answer-example-valid': answerExampleValid,
  'extension-value-valid': extensionValueValid,
  'field-has-description': fieldHasDescription,
  'field-has-example': fieldHasExample,
  'field-has-type': fieldHasType,
  'known-extensions-only': knownExtensionsOnly,
  'source-stated': sourceStated,
};

/** Our rules for Redocly; `extends: [contract/all]` turns each of them on as an error. */
export default function contractPlugin() {
  const all = Object.fromEntries(Object.keys(rules).map((name) => [`contract/${name}`, 'error']));
  return { id: 'contract', rules: { oas3: rules }, configs: { all: { rules: all } } };
}
