import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitOrganisation, planOrganisation, writeOrganisation, type OrganisationFiles } from './generate-organisation.ts';

/** A folder for one row's measurements, gone when they are done. */
export interface Workplace {
  folder: string;
  /** An empty folder below it. */
  emptyFolder(): string;
  [Symbol.dispose](): void;
}

export function openWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  return {
    folder,
    emptyFolder: () => mkdtempSync(join(folder, 'empty-')),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

export interface Organisation {
  plan: OrganisationFiles;
  /** The working copy. */
  folder: string;
  /** A switchboard.yaml whose only source it is. */
  configFile: string;
}

/** A generated organisation in a Git repository. `every` is how often Switchboard looks for a new commit. */
export function makeOrganisation(workplace: Workplace, options: { components: number; every: string }): Organisation {
  const plan = planOrganisation({ components: options.components, seed: 2026 });
  const folder = join(workplace.folder, `organisation-${options.components}`);
  writeOrganisation(folder, plan);
  commitOrganisation(folder);
  const configFile = join(workplace.folder, `switchboard-${options.components}.yaml`);
  const source = { type: 'git', name: 'organisation', url: folder, paths: ['all.yaml'], every: options.every, authority: true };
  // JSON is YAML too.
  writeFileSync(configFile, JSON.stringify({ catalog: { sources: [source] } }, null, 2));
  return { plan, folder, configFile };
}
