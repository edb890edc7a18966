/** A generator of another maker, and how a client that it makes is built and run. Commands are for a POSIX shell. */
export interface Generator {
  readonly language: string;
  readonly name: string;
  readonly version: string;
  /** Commands that must be on the machine. */
  readonly needs: readonly string[];
  /** The folder beside this file that holds the program and the recipe of a UserSig. */
  readonly program: string;
  readonly recipe: string;
  /** In the folder of the client, where everything is installed. */
  readonly install: string;
  /** Once for each generation, into `api`: `$GENERATION` is its name, `$DOCUMENT` its portable contract. */
  readonly generate: string;
  readonly compile: string;
  readonly run: string;
}

const typescript = {
  language: 'TypeScript',
  needs: ['node', 'pnpm'],
  program: 'typescript',
  recipe: 'user-sig.ts',
} as const;

const installByPnpm = (generator: string) =>
  `echo '{ "private": true, "type": "module" }' >package.json && pnpm add --silent --ignore-workspace --ignore-scripts --prefer-offline ${generator} typescript@5.9.3 @types/node@24.19.2`;

const compileTypeScript = (file: string) =>
  `node_modules/.bin/tsc --strict --rewriteRelativeImportExtensions --target es2024 --module nodenext --outDir built ${file}`;

/** In the order of the table. */
export const generators: readonly Generator[] = [
  {
    ...typescript,
    name: '@hey-api/openapi-ts',
    version: '0.99.0',
    install: installByPnpm('@hey-api/openapi-ts@0.99.0'),
    generate:
      'node_modules/.bin/openapi-ts -i "$DOCUMENT" -o "api/$GENERATION" -c @hey-api/client-fetch --silent',
    compile: compileTypeScript('hey-api.ts'),
    run: 'node built/hey-api.js',
  },
  {
    ...typescript,
    name: 'orval',
    version: '8.38.0',
    install: installByPnpm('orval@8.38.0'),
    generate: 'node_modules/.bin/orval --quiet',
    compile: compileTypeScript('orval.ts'),
    run: 'node built/orval.js',
  },
  {
    language: 'Python',
    name: 'openapi-python-client',
    version: '0.29.1',
    needs: ['python3'],
    program: 'python',
    recipe: 'user_sig.py',
    install:
      'test -x venv/bin/mypy || { python3 -m venv venv && venv/bin/pip install -q openapi-python-client==0.29.1 httpx==0.28.1 mypy==1.18.2; }',
    generate:
      'venv/bin/openapi-python-client generate --path "$DOCUMENT" --output-path "api/$GENERATION" --meta none --config generator.yaml',
    compile: 'venv/bin/mypy --strict main.py',
    run: 'venv/bin/python main.py',
  },
  {
    language: 'Go',
    name: 'oapi-codegen',
    version: '2.8.2',
    needs: ['go'],
    program: 'go',
    recipe: 'user_sig.go',
    install:
      'GOBIN="$PWD/bin" GOFLAGS=-mod=mod go install github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2',
    generate:
      'mkdir -p "api/$GENERATION" && bin/oapi-codegen -generate types,client -package "$GENERATION" -o "api/$GENERATION/client.go" "$DOCUMENT"',
    compile: 'go mod tidy && go vet . && go build -o client .',
    run: './client',
  },
  {
    language: 'Java',
    name: 'openapi-generator',
    version: '7.24.0',
    needs: ['java', 'mvn'],
    program: 'java',
    recipe: 'UserSig.java',
    install:
      'mvn -q dependency:copy -Dartifact=org.openapitools:openapi-generator-cli:7.24.0 -DoutputDirectory=. -Dmdep.stripVersion',
    generate:
      'java -jar openapi-generator-cli.jar generate -q -g java --library native -i "$DOCUMENT" -o api --global-property apiTests=false,modelTests=false,apiDocs=false,modelDocs=false --additional-properties "invokerPackage=trtc.$GENERATION,apiPackage=trtc.$GENERATION.api,modelPackage=trtc.$GENERATION.model,disallowAdditionalPropertiesIfNotPresent=false,openApiNullable=false"',
    compile:
      'cp *.java api/src/main/java && cd api && mvn -q compile dependency:copy-dependencies -DoutputDirectory=target/lib',
    run: "java -cp 'api/target/classes:api/target/lib/*' Main",
  },
  {
    language: 'Rust',
    name: 'progenitor',
    version: '0.15.1',
    needs: ['cargo'],
    program: 'rust',
    recipe: 'src/user_sig.rs',
    install: 'cargo install -q --debug --locked --root . cargo-progenitor@0.15.1',
    generate:
      'bin/cargo-progenitor progenitor -i "$DOCUMENT" -o "api/$GENERATION" -n "trtc-$GENERATION" -v 0.0.0 >generate.log',
    compile: 'cargo build -q',
    run: 'target/debug/trtc',
  },
];
