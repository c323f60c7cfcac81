import type { Ref } from '#core/ref.ts';
import type { SpaceSet } from './key-space.ts';

/** One thing that the typed text may mean exactly. */
export type Ask =
  | { by: 'ref'; ref: Ref }
  /** `unsure`: hits are worth offering, no more. */
  | { by: 'key'; text: string; spaces: SpaceSet; only?: Only; unsure?: true }
  /** Slack ids in upper case, to be translated by whoever knows the people. */
  | { by: 'slack-user'; id: string }
  | { by: 'slack-group'; id: string }
  /** A folder in a repository, perhaps one that is a source of the catalog. */
  | { by: 'folder'; repository: string; path: readonly string[] }
  /** Of links. `below`: a page of that site was named, so a link to the whole site is needed. */
  | { by: 'host'; text: string; below: boolean };

/** Which of the hits count. */
export interface Only {
  /** Lower case. */
  kinds?: readonly string[];
  namespace?: string;
  /** Not in another Kubernetes namespace, as far as the entity tells its own. */
  cluster?: string;
}

/** Words to look for with typing errors. `assume`: typed as a name, so the nearest may be taken for what was meant. */
export interface Near {
  text: string;
  only?: Only;
  assume: boolean;
}

/** What a person typed, as lookups: `asks` are exact, most specific first; `near` is tried when none has a hit. */
export interface Query {
  /** Without the marks around it; empty when blank. */
  typed: string;
  asks: Ask[];
  near: Near[];
}

/** Kinds that can run in a cluster. */
export const workloads = ['component', 'api', 'resource', 'system', 'airesource'];
