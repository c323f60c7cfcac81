import type { CatalogConfig } from '#core/catalog-config.ts';
import type { Topic } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import type { Directory, DirectoryView } from '#core/directory.ts';
import type { Change, Schedule, Subscription } from '#core/notice.ts';
import type { Ref } from '#core/ref.ts';
import { everyone } from '#core/viewer.ts';
import { contactsOf } from '#catalog/ownership/contacts.ts';
import { fileUrl } from '#catalog/ownership/evidence.ts';
import { displayName } from '#catalog/ownership/owner.ts';
import type { ProblemRow } from '#catalog/sync/plan-problems.ts';
import { problemId, readGone, readNewProblems } from './problem-rows.ts';
import { teamFinder } from './team-of-problem.ts';

export const problemsTopic = 'problems';

/** What is said of a problem, wherever it is shown. */
export interface ShownProblem {
  severity: 'error' | 'warning';
  message: string;
  fix: string;
  path: string;
  line: number;
  url?: string;
  /** Absent where it is said already. */
  source?: string;
}

/** What a notice says of one problem, as it was when it was planned. */
export interface ProblemFacts extends ShownProblem {
  team: string;
  /** Its team could not be told; `team` is of the administrators. */
  strays?: true;
}

export interface ProblemsDeps {
  db: Db;
  directory: () => Directory;
  config: Pick<CatalogConfig, 'owners'>;
  /** Who hears of what has no team. */
  admin: readonly Ref[];
  schedule: Schedule;
}

/** New problems, for the teams that can fix them, with what everyone may see: nothing else is told where others read along. */
export function collectProblems(deps: ProblemsDeps): Pick<Topic, 'collect' | 'settled' | 'stillTold'> {
  return {
    async collect(now) {
      const rows = await readNewProblems(deps.db, now);
      const view = deps.directory().for(everyone);
      const shown = rows.filter(({ source }) => view.source(source) !== undefined);
      const teamFor = teamFinder(view, shown);
      const changes = shown.flatMap((row) => {
        const team = teamFor(row);
        const strays = team === undefined;
        return (strays ? deps.admin : [team]).map((subscriber) => asChange(view, row, { subscriber, strays }));
      });
      const teams = [...new Set(changes.map(({ subscriber }) => subscriber))];
      return { changes, subscriptions: teams.flatMap((team) => subscriptionOf(view, team, deps)) };
    },
    settled: (ids) => readGone(deps.db, ids),
    stillTold({ items }) {
      const view = deps.directory().for(everyone);
      return items.filter(({ facts }) => {
        const { source } = (facts ?? {}) as Partial<ProblemFacts>;
        return source === undefined || view.source(source) !== undefined;
      });
    },
  };
}

function asChange(view: DirectoryView, row: ProblemRow, { subscriber, strays }: { subscriber: Ref; strays: boolean }): Change {
  const { source, path, line, severity, message, fix, firstSeenAt } = row;
  const facts = view.source(source);
  const url = facts && fileUrl(facts, path, line);
  const entry = view.get(subscriber);
  const team = entry ? displayName(entry) : subscriber;
  const told: ProblemFacts = { team, ...(strays && { strays }), severity, message, fix, source, path, line, ...(url && { url }) };
  return { id: problemId(row), subscriber, at: firstSeenAt, facts: told };
}

/** A team without a channel is told nothing: its problems can be asked for. */
function subscriptionOf(view: DirectoryView, team: Ref, { config, schedule }: ProblemsDeps): Subscription[] {
  const channel = contactsOf(view, team, config).channel?.value;
  if (!channel) return [];
  const address = 'id' in channel ? channel.id : `#${channel.name}`;
  return [{ subscriber: team, topic: problemsTopic, schedule, muted: false, address }];
}
