import type { Bounds, SourceConfig } from '#core/catalog-config.ts';
import { registeredParent } from '#core/child-source.ts';
import type { Home } from './path-at-home.ts';

/** How the files of one source are read. Plain data: it travels to worker threads. */
export interface ReadRules {
  /** Kinds that may come from here, lower case. */
  allow: readonly string[];
  /** Was registered by a person: its kinds are those of all registrations, which the configuration says in one place. */
  registered?: boolean;
  bounds: Bounds;
  /** Where the repository lives on the web, so that absolute URLs of its own files can be told from others. */
  home?: Home;
  /** Hosts of `catalog.hosts`, whose files Locations may name as well; absent: none. */
  hosts?: readonly string[];
}

/** Contents of included files by path, or why one is not there (`not found`, `is a symlink`). */
export type Included = ReadonlyMap<string, string | { missing: string }>;

/** The part of the rules that says which kinds may come from a repository. */
export function kindRules({ name, allow }: Pick<SourceConfig, 'name' | 'allow'>): Pick<ReadRules, 'allow' | 'registered'> {
  return { allow, registered: name.startsWith(`${registeredParent}/`) };
}
