import { onTestFinished } from 'vitest';
import { openPagerDuty, type FakePagerDuty } from './pager-duty-server.ts';

/** A PagerDuty until the test ends. */
export async function startFakePagerDuty(onCalls?: object[]): Promise<FakePagerDuty> {
  const fake = await openPagerDuty(onCalls);
  onTestFinished(() => fake.stop());
  return fake;
}
