import { type Location, locations } from '@trtc-call/spec/v1/locations';

/** The pointer of what a place stands in. */
export function parentPointer(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/** The last name of a pointer. */
export function lastName(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}

/** A place in the contract; its file is named from the folder `spec`. */
export type SpecLocation = Location;

/** Where a statement of the bundled contract stands in `spec/`, or the nearest one around it. */
export function locate(pointer: string): SpecLocation | undefined {
  for (let at = pointer; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
    if (Object.hasOwn(locations, at)) return locations[at];
  }
  return undefined;
}
