/** The pointer of what a place stands in. */
export function parentPointer(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/** The last name of a pointer. */
export function lastName(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}

/** A place in the contract. */
export interface SpecLocation {
  /** From the folder `spec`, such as `v1/components/schemas/CallRecord.yaml`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Finds where a statement of the bundled contract stands in `spec/`, or the nearest one around it. */
export function createLocate(locations: Readonly<Record<string, string>>) {
  return (pointer: string): SpecLocation | undefined => {
    for (let at = pointer; at.length > 1; at = parentPointer(at)) {
      const place = Object.hasOwn(locations, at) ? locations[at] : undefined;
      if (place === undefined) continue;
      const colon = place.lastIndexOf(':');
      return { file: place.slice(0, colon), line: Number(place.slice(colon + 1)) };
    }
    return undefined;
  };
}
