/** What all published packages are built with; each names its entries, and the oldest Node that it runs on. */
export const base = {
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
} as const;
