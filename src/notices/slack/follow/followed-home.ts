import type { HomeSection } from '#core/contributions.ts';
import { context, divider, header, section } from '#slack/blocks.ts';
import { code, escape, join, md } from '#slack/mrkdwn.ts';
import { followedLine } from './following-card.ts';
import type { Following } from './following.ts';

const mostShown = 10;

/** What somebody follows, on their Home tab; from memory. */
export const followedHome = ({ follows, command }: Following): HomeSection => ({
  id: 'notices.followed',
  render({ viewer, view }) {
    if (viewer.kind !== 'member') return [];
    const all = follows.of(viewer.userId).toReversed();
    const start = [divider(), header('Followed')];
    if (all.length === 0) {
      const how = md`Write me ${code('follow payments-api')}, or ${code(`${command} follow payments-api`)} in a channel for all who are in it.`;
      return [
        ...start,
        context(md`You follow nothing. ${how} Then I tell of another owner or lifecycle, of new dependents, and of a removal.`),
      ];
    }
    const shown = all.slice(0, mostShown).map((follow) => followedLine(view, follow));
    const more = all.length > shown.length && escape(`${shown.length} of ${all.length} are shown`);
    const isMuted = follows.isMuted(viewer.userId) && md`muted`;
    return [...start, section(join(shown, '\n')), context(join([more, isMuted, md`write me ${code('following')} to end one`]))];
  },
});
