import { refusedValidBody } from './refused-valid-body.ts';

/** Every rule that has a file of its own. A new rule is one more file, and one more line here. */
export const rules = [refusedValidBody] as const;
