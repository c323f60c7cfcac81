import type { DirectoryView, Entry, SourceFacts } from '#core/directory.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { evidenceOf, isOverdue } from '../../ownership/evidence.ts';
import { awayWords, evidenceLine, since, unseenWords } from '../evidence-line.ts';
import { count } from '../words.ts';

/**
 * Where all of it comes from that a card says: `3 sources · oldest read 2 min ago · confirmed`, where it is more than the
 * entry's own file. The verdict is the entry's, unless another source was not seen in time.
 */
export function sourcesLine(view: DirectoryView, about: { entry: Entry; sources: Iterable<string>; now: Date }): Mrkdwn {
  const { entry, now } = about;
  const evidence = evidenceOf(view, entry, now);
  const sources = [...new Set([entry.source, ...about.sources])].flatMap((name) => view.source(name) ?? []);
  if (sources.length < 2) return evidenceLine(evidence, now);
  const away = evidence.doubts.find((doubt) => doubt.kind === 'snapshot' || doubt.kind === 'memory');
  const late = sources.filter((source) => isOverdue(source, now)).sort(byAge);
  const [oldest] = sources.toSorted(byAge);
  const { verdict = late.length > 0 ? 'stale' : undefined } = evidence;
  return join([
    escape(count(sources.length, 'source')),
    away ? awayWords(away, now) : late.length > 0 ? lateWords(late, now) : oldest?.seenAt && md`oldest read ${since(oldest.seenAt, now)}`,
    verdict && escape(verdict === 'confirmed' && late.length > 0 ? 'stale' : verdict),
  ]);
}

function lateWords([oldest, ...others]: readonly SourceFacts[], now: Date): Mrkdwn | undefined {
  if (!oldest) return undefined;
  const more = others.length > 0 && md`, and ${escape(count(others.length, 'more source'))} not in time`;
  return md`${escape(oldest.name, 60)}: ${unseenWords(oldest, now)}${more || md``}`;
}

/** What was never read is oldest. */
function byAge(a: SourceFacts, b: SourceFacts): number {
  return (a.seenAt?.getTime() ?? 0) - (b.seenAt?.getTime() ?? 0);
}
