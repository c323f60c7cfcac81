import type { Topic } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import { everyone } from '#core/viewer.ts';
import type { RepeatedJob } from '#jobs/define-job.ts';
import { collectFollowed } from '#notices/follow/follow-topic.ts';
import { followTopic } from '#notices/follow/follows.ts';
import { changesShown, followNotice } from '#notices/slack/follow/follow-notice.ts';
import { planNoticesJob } from '#notices/plan-notices.job.ts';
import { collectProblems, problemsTopic } from '#notices/problems/problems-topic.ts';
import { collectRemovals, removalsTopic } from '#notices/removals/removals-topic.ts';
import { sendNoticesJob } from '#notices/send-notices.job.ts';
import { problemNotice, problemsShown } from '#notices/slack/problem-notice.ts';
import { removalsNotice } from '#notices/slack/removals-notice.ts';
import type { Config } from '../config.ts';
import { renamedBy } from './create-definitions.ts';
import type { Answering } from './create-answering.ts';

const weekdays = [1, 2, 3, 4, 5];

/** What the product tells by itself: nothing before the catalog is loaded, and nothing without Slack. */
export function createNotices({ config, db, answering }: { config: Config; db: Db; answering: Answering }): RepeatedJob[] {
  let topics: readonly Topic[] | undefined;
  const ready = () => {
    if (!answering.directory || !answering.slackHealth) return undefined;
    return (topics ??= topicsOf({ config, db, answering }));
  };
  const toSend = () => {
    const known = ready();
    return known && { topics: known, outbox: answering.ctxFor(everyone).outbox };
  };
  return [planNoticesJob(ready), sendNoticesJob(toSend)];
}

function topicsOf({ config, db, answering }: { config: Config; db: Db; answering: Answering }): Topic[] {
  const { admin } = config.permissions;
  const { problems, at, timeZone } = config.notices;
  const common = { db, admin, config: config.catalog, directory: () => answering.loaded() };
  const removals: Topic = {
    id: removalsTopic,
    shows: 1,
    ...collectRemovals({ ...common, people: answering.ctxFor(everyone).people, authority: () => answering.authority() }),
    render: removalsNotice,
  };
  const command = renamedBy(config.commands)('/catalog');
  const followed: Topic = {
    id: followTopic,
    shows: changesShown,
    ...collectFollowed({
      db,
      directory: common.directory,
      refresh: () => answering.loaded().refresh(),
      follows: answering.follows,
      people: answering.ctxFor(everyone).people,
      authority: () => answering.authority(),
    }),
    render: (notice) => followNotice(notice, command),
  };
  if (problems === 'off') return [removals, followed];
  const schedule = { kind: 'at', time: at, days: weekdays, timeZone } as const;
  const ofFiles: Topic = {
    id: problemsTopic,
    shows: problemsShown,
    ...collectProblems({ ...common, schedule }),
    render: (notice) => problemNotice(notice, command),
  };
  return [removals, followed, ofFiles];
}
