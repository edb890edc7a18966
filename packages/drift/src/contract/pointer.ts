/** The pointer of what a place stands in. */
export function parentPointer(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/** The last name of a pointer. */
export function lastName(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}
