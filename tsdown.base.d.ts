/** What all published packages are built with; each names its entries, and the oldest Node that it runs on. */
export declare const base: {
    readonly format: 'esm';
    readonly sourcemap: true;
    readonly dts: {
        readonly generator: 'tsgo';
        readonly tsgo: {
            readonly path: string;
        };
    };
    readonly clean: true;
    readonly platform: 'node';
    readonly fixedExtension: false;
};
