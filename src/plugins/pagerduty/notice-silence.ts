import type { Tools } from '#plugin.ts';
import type { Client } from './client.ts';

/** Longer than this no card waits. */
export const patienceMs = 800;
/** After a question that nobody answered; the next one tries. */
const restMs = 10_000;

/** The same client, and whether it is of use to wait for it: not while something that was asked before goes unanswered. */
export function noticeSilence(client: Client, { clock }: Pick<Tools, 'clock'>): { client: Client; isSilent: () => boolean } {
  const nowMs = () => clock.now().getTime();
  const waiting = new Set<{ sinceMs: number }>();
  let restsUntilMs = 0;

  const get: Client['get'] = async (path, query, shape) => {
    const asked = { sinceMs: nowMs() };
    waiting.add(asked);
    try {
      const answer = await client.get(path, query, shape);
      restsUntilMs = 0;
      return answer;
    } catch (error) {
      if (isTimeout(error)) restsUntilMs = nowMs() + restMs;
      throw error;
    } finally {
      waiting.delete(asked);
    }
  };
  const isSilent = () => nowMs() < restsUntilMs || [...waiting].some(({ sinceMs }) => nowMs() - sinceMs >= patienceMs);
  return { client: { ...client, get }, isSilent };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.name === 'TimeoutError';
}
