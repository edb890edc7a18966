/** The JSON Schemas of HAR 1.2 by name; the package has no types. */
declare module 'har-schema' {
  const schemas: Readonly<Record<string, Record<string, unknown>>>;
  export = schemas;
}
