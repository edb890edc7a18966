import manifest from '../package.json' with { type: 'json' };

/** Where a statement of the contract stands. */
export interface Location {
  /** From the root of this package, such as `v1/components/schemas/CallRecord.yaml`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** JSON Pointer into the bundled document -> where it is written. */
export type Locations = Readonly<Record<string, Location>>;

/** The files of this version for those who have no checkout: a file of {@link Location} is appended to it. */
export const sourceBase = `https://unpkg.com/${manifest.name}@${manifest.version}/`;

/** Reads `file:line`, as the generated table has each place. */
export function parseLocations(places: Readonly<Record<string, string>>): Locations {
  return Object.fromEntries(
    Object.entries(places).map(([pointer, place]) => {
      const colon = place.lastIndexOf(':');
      return [pointer, { file: place.slice(0, colon), line: Number(place.slice(colon + 1)) }];
    }),
  );
}
