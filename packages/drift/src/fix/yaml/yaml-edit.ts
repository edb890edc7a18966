/** Keys and indexes from the root of a YAML document. */
export type YamlPath = readonly (string | number)[];

/** What an edit writes. Objects are maps: they keep any key, and keep all keys in order. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | ReadonlyMap<string, YamlValue>;

/** One change of a YAML document. `index` is that of the new member; the present ones from there on move on. */
export type YamlEdit =
  | {
      readonly op: 'add-key';
      readonly at: YamlPath;
      readonly index: number;
      readonly key: string;
      readonly value: YamlValue;
    }
  | { readonly op: 'add-item'; readonly at: YamlPath; readonly index: number; readonly value: YamlValue }
  | { readonly op: 'remove-key'; readonly at: YamlPath; readonly index: number }
  | { readonly op: 'remove-item'; readonly at: YamlPath; readonly index: number };

/** Text that takes the place of what stands from `from` up to `to`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}
