import type { Answer } from './client.ts';

/**
 * Asks for as many things at a time as GitHub can finish: a question that is too heavy is asked for half of them, and
 * so are those after it. A question for one is not divisible.
 */
export async function askInParts<T>(
  most: number,
  ask: (count: number) => Promise<Answer<T>>,
): Promise<{ count: number; data: T; errors: ErrorsOf<T> }> {
  let count = most;
  for (;;) {
    const answer = await ask(count);
    if (answer.outcome === 'answered') return { count, data: answer.data, errors: answer.errors };
    if (count === 1) throw answer.failure;
    count = Math.ceil(count / 2);
  }
}

type ErrorsOf<T> = Extract<Answer<T>, { outcome: 'answered' }>['errors'];
