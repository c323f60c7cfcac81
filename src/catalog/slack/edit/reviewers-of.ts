import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { text } from '../../ownership/owner.ts';

/** The teams on GitHub of these groups, as `organisation/slug`, from `github.com/team-slug` (Backstage's annotation). */
export function reviewersOf(view: DirectoryView, groups: readonly Ref[]): string[] {
  const slugs = groups.flatMap((ref) => text(view.get(ref)?.entity.metadata.annotations?.['github.com/team-slug']) ?? []);
  return [...new Set(slugs)].filter((slug) => /^[\w.-]+\/[\w.-]+$/.test(slug));
}
