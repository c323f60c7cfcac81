import type { SourceConfig } from '#core/catalog-config.ts';
import type { WantedChild } from '#core/child-source.ts';

/** A child is read as a repository, whatever its parent is. */
export type ChildConfig = Extract<SourceConfig, { type: 'git' }>;

/** What a child takes from its parent. */
export type Parent = Pick<SourceConfig, 'name' | 'position' | 'allow' | 'visibleTo' | 'everyMs'>;

/** How a child is read. It has no authority, whatever its parent has: what it says of membership is not believed. */
export function childConfig(parent: Parent, { name, origin }: WantedChild): ChildConfig {
  const { position, allow, visibleTo, everyMs } = parent;
  return {
    type: 'git',
    name,
    position,
    allow,
    authority: false,
    visibleTo,
    everyMs,
    url: origin.url,
    ...(origin.ref !== undefined && { branch: origin.ref }),
    paths: origin.paths.map(({ path }) => path),
    child: origin,
  };
}
