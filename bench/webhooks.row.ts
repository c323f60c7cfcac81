import { differencesButForHistory } from '../test/support/storm/but-for-history.ts';
import { inShort, tellDifferences } from '../test/support/storm/tell-differences.ts';
import { type Weathered, weatherStorm } from '../test/support/storm/weather-storm.ts';
import { postgresState, startServer } from './postgres-server.ts';
import { type Figure, type Row, seconds, timed } from './row.ts';

const length = 9_000;
const repositories = 300;
const seed = 11;

/** What webhooks come to that are lost, doubled, late, repeated and forged, while the product reconciles every ten seconds. */
export const webhooks: Row = { id: 'webhooks', measure };

async function measure(): Promise<Figure[]> {
  await using server = await startServer();
  const databases: [string, string] = [await server.emptyDatabase(), await server.emptyDatabase()];
  const { ms, value } = await timed(() => weatherStorm({ seed, repositories, length, every: '10s', databases }));
  const { happened, lost, again, forged, statuses } = value.delivered;
  const posts = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const what = `${posts} webhooks of ${happened} events`;
  const state = `${repositories} repositories on a GitHub on loopback, one process, ${postgresState}; ${lost} events never told, ${again} again, ${forged} forged; ${seconds(ms)}`;
  const figures = comparisons(value).map(([name, differences]) => {
    const kept = differences.length === 0;
    return { what: `${what}: ${name}`, measured: kept ? 'equal' : inShort(differences), bound: 'equal', kept, state };
  });
  const refused = statuses.get(401) ?? 0;
  return [
    ...figures,
    { what: `${what}: errors in the log`, measured: String(value.errors.length), bound: '0', kept: value.errors.length === 0, state },
    { what: `${what}: refused as forged`, measured: String(refused), bound: String(forged), kept: refused === forged, state },
    {
      what: `${what}: looks, requests to GitHub`,
      measured: `${value.looks}, ${value.requests}`,
      bound: 'fewer than webhooks',
      kept: value.looks < posts && value.requests < posts,
      state,
    },
  ];
}

function comparisons({ known, there, reread, reconciled, afresh, ever }: Weathered): [string, string[]][] {
  return [
    ['after a reconciliation, the files that are there', tellDifferences({ files: known }, { files: there })],
    ['after a full sync over the same database', tellDifferences(reread, reconciled)],
    ['after a full sync over an empty one, but for history', differencesButForHistory(reread, afresh, ever)],
  ];
}
