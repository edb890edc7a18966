import { answerExampleValid } from './answer-example-valid.ts';
import { decisionExists } from './decision-exists.ts';
import { errorTableSourced } from './error-table-sourced.ts';
import { extensionValueValid } from './extension-value-valid.ts';
import { fieldHasDescription } from './field-has-description.ts';
import { fieldHasExample } from './field-has-example.ts';
import { fieldHasType } from './field-has-type.ts';
import { knownExtensionsOnly } from './known-extensions-only.ts';
import { sourceStated } from './source-stated.ts';
import type { Rule } from './visit.ts';

const rules: Record<string, Rule> = {
  'answer-example-valid': answerExampleValid,
  'decision-exists': decisionExists,
  'error-table-sourced': errorTableSourced,
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
