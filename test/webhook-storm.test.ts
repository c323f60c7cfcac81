import { expect, test } from 'vitest';
import { ownPostgresDatabase } from './support/databases.ts';
import { differencesButForHistory } from './support/storm/but-for-history.ts';
import { tellDifferences } from './support/storm/tell-differences.ts';
import { weatherStorm } from './support/storm/weather-storm.ts';

test('lost, doubled, late, repeated and forged webhooks end, with the next reconciliation, where a full sync does', async () => {
  const databases: [string, string] = [await ownPostgresDatabase(), await ownPostgresDatabase()];
  const storm = await weatherStorm({ seed: 4, repositories: 60, length: 300, every: '1h', databases });
  const { delivered, looks, requests, reconciled, reread, afresh, known, there, ever, errors } = storm;
  expect(tellDifferences({ files: known }, { files: there })).toEqual([]);
  expect(tellDifferences(reread, reconciled)).toEqual([]);
  expect(differencesButForHistory(reread, afresh, ever)).toEqual([]);
  expect(errors).toEqual([]);
  // Nothing was refused but what somebody else had signed, and every look is one that GitHub asked for.
  expect(delivered.statuses.get(401)).toBe(delivered.forged);
  const taken = delivered.statuses.get(202) ?? 0;
  expect(delivered.forged + taken).toBe([...delivered.statuses.values()].reduce((sum, count) => sum + count));
  expect(looks).toBeLessThan(taken);
  expect(requests).toBeLessThan(taken);
});
