import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Undecidable } from '../undecidable.ts';
import type { YamlData } from '../yaml/change-data.ts';
import { editYaml, readYaml } from '../yaml/edit-yaml.ts';
import type { YamlEdit } from '../yaml/yaml-edit.ts';

/** The files of the contract with changes that are not written yet. Names are relative, with slashes. */
export class ContractFiles {
  readonly #folder: string;
  readonly #changed: Map<string, string>;

  constructor(folder: string, changed: ReadonlyMap<string, string> = new Map()) {
    this.#folder = folder;
    this.#changed = new Map(changed);
  }

  /** What is to be written: name to text. */
  get changed(): ReadonlyMap<string, string> {
    return this.#changed;
  }

  /** The same files, to try a change on that may come to nothing. */
  copy(): ContractFiles {
    return new ContractFiles(this.#folder, this.#changed);
  }

  has(file: string): boolean {
    return this.#changed.has(file) || existsSync(join(this.#folder, file));
  }

  /** @throws Undecidable when there is no such file */
  text(file: string): string {
    const changed = this.#changed.get(file);
    if (changed !== undefined) return changed;
    if (!this.has(file)) throw new Undecidable(`the contract has no file ${file}`);
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  /** What a file says, with maps as `Map`s. */
  data(file: string): YamlData {
    return readYaml(this.text(file));
  }

  /** @throws Undecidable when the place is written in a way that cannot be edited */
  edit(file: string, edit: YamlEdit): void {
    this.#changed.set(file, editYaml(this.text(file), edit));
  }

  /** @throws Undecidable when the file is there */
  create(file: string, text: string): void {
    if (this.has(file)) throw new Undecidable(`the contract has a file ${file} already`);
    this.#changed.set(file, text);
  }
}
