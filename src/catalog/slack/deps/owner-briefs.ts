import type { Section } from '#core/contributions.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import type { Ref } from '#core/ref.ts';
import { escape, type Mrkdwn } from '#slack/mrkdwn.ts';
import { isDue, loadSection, missing } from '../assemble.ts';

/** What sections say of owners in a few words, and why some say nothing. */
export interface OwnerBriefs {
  words: ReadonlyMap<Ref, readonly Mrkdwn[]>;
  missing: readonly Mrkdwn[];
}

/** Of all owners at the same time, each within the section's deadline. Where nothing has to be asked, at once. */
export function ownerBriefs(
  sections: readonly Section[],
  about: { owners: readonly Entry[]; view: DirectoryView; now: Date },
  log: Log,
): OwnerBriefs | Promise<OwnerBriefs> {
  const { owners, view, now } = about;
  const due = sections
    .filter((section) => section.brief !== undefined)
    .flatMap((section) => owners.filter((entry) => isDue(section, { entry, view }, log)).map((entry) => ({ section, entry })));
  if (due.length === 0) return { words: new Map(), missing: [] };
  const asked = due.map(async ({ section, entry }) => {
    const loaded = await loadSection(section, { entry, view }, log);
    if (loaded.outcome !== 'data') return { ref: entry.ref, missing: missing(section, loaded) };
    return { ref: entry.ref, words: wordsOf(section, { entry, view, now, data: loaded.data }, log) };
  });
  return Promise.all(asked).then((all) => ({
    words: new Map(owners.map(({ ref }) => [ref, all.flatMap((one) => (one.ref === ref ? (one.words ?? []) : []))])),
    missing: [...new Set(all.flatMap((one) => one.missing ?? []))],
  }));
}

function wordsOf(section: Section, { entry, ...facts }: { entry: Entry; view: DirectoryView; now: Date; data: unknown }, log: Log) {
  try {
    const words = section.brief?.(entry, facts);
    return words === undefined ? undefined : escape(words, mostLetters);
  } catch (error) {
    log.error({ err: error, section: section.id, ref: entry.ref }, 'catalog.section-broken');
    return undefined;
  }
}

const mostLetters = 80;
