import type { SourceConfig } from '#core/catalog-config.ts';
import type { Problem } from '#core/descriptor.ts';
import { callVerb } from '#app/verbs/run-verb.ts';
import { readSettings } from '../config.ts';
import { type CheckedFile, givenFiles } from './given-files.ts';
import type { ValidateOptions } from './validate-paths.ts';

export interface Against {
  /** How the source reads its files, as far as the configuration says: the same kinds, the same folder. */
  options: ValidateOptions;
  /** Asks the process that serves, or the database itself, what these files would be in the catalog. */
  check(files: readonly CheckedFile[], paths: readonly string[]): Promise<Problem[]>;
}

/** A source, or a repository that one of them makes us read, which takes its kinds from it. */
export async function sourceNamed(name: string): Promise<Against> {
  const { sources } = readSettings().catalog;
  const config = sources.find((source) => source.name === name) ?? sources.find((source) => name.startsWith(`${source.name}/`));
  return {
    options: config ? optionsOf(config) : {},
    async check(files, paths) {
      const shown = new Map(files.map((file) => [file.inside, file.path]));
      const problems: Problem[] = [];
      await callVerb('against', givenFiles(name, files, paths), (line) => {
        const problem = JSON.parse(line) as Problem;
        problems.push({ ...problem, path: shown.get(problem.path) ?? problem.path });
      });
      return problems;
    },
  };
}

function optionsOf(config: SourceConfig): ValidateOptions {
  return { allow: config.allow, ...(config.type === 'folder' && { root: config.path }) };
}
