/** Fields that a table of a page lists. */
export interface SourceTable {
  /** Pointer into the bundled contract. */
  readonly schema: string;
  /** JSON Pointer of the object in its body, with `*` for every index. */
  readonly at: string;
}

/** A page of the vendor, and what it states. Pointers are into the bundled contract. */
export interface SourcePage {
  readonly id: number;
  readonly about: string;
  /** Regions whose hosts it lists. */
  readonly hosts?: readonly string[];
  /** The query parameters that it lists: those of every operation, or of a webhook. */
  readonly parameters?: string;
  readonly path?: string;
  /** The tag of the operations that it lists. */
  readonly lists?: string;
  readonly rate?: string;
  readonly commands?: readonly string[];
  readonly tables?: {
    readonly request?: readonly SourceTable[];
    readonly answer?: readonly SourceTable[];
    readonly webhook?: readonly SourceTable[];
  };
  /** The operation or the webhook whose request and answer its samples show. */
  readonly samples?: string;
  /** The entry of decisions.md by which the words of its tables begin with a capital. */
  readonly capitals?: string;
  /** Sections that were not read to their end. */
  readonly unseen?: readonly string[];
  /** What it says otherwise, and the entry of decisions.md that settles it. */
  readonly known?: readonly { readonly fact: string; readonly says?: string; readonly decision: string }[];
}

/** The pages that the contract rests on. */
export interface Sources {
  /** Address of a page, with `{id}` in place of its id. */
  readonly address: string;
  readonly pages: readonly SourcePage[];
  /** Pages that are cited and not watched. */
  readonly excluded: readonly { readonly ids: readonly (number | string)[]; readonly reason: string }[];
}
