import { createHash } from 'node:crypto';
import { UserError } from '#core/user-error.ts';
import { DeadlineExceeded, threadTask, type WorkerPool } from '#workers/worker-pool.ts';
import type { Drawing } from './picture.ts';

/** Draws what others wrote, in a thread of its own, and remembers what it drew. */
export interface Pictures {
  /** A PNG; the same content gives the same bytes. Throws UserError `not-drawn` when it takes too long. */
  draw(drawing: Drawing): Promise<Uint8Array>;
}

const drawTask = threadTask<Drawing, Uint8Array>(new URL('./draw.task.ts', import.meta.url), 'draw');
/** Fifty times what forty nodes take. */
const deadlineMs = 5000;

const mostKept = 50;
const mostBytes = 16_000_000;

export function createPictures(pool: WorkerPool): Pictures {
  const kept = new Map<string, { coming: Promise<Uint8Array>; bytes: number }>();

  function forgetOldest(): void {
    let held = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, { bytes }] of kept) {
      if (kept.size <= mostKept && held <= mostBytes) return;
      kept.delete(key);
      held -= bytes;
    }
  }

  return {
    draw(drawing) {
      const key = createHash('sha256').update(JSON.stringify(drawing)).digest('base64');
      const known = kept.get(key);
      if (known) return known.coming;
      const coming = pool.run(drawTask, drawing, { deadlineMs }).catch((error: unknown) => {
        kept.delete(key);
        throw error instanceof DeadlineExceeded ? notDrawn(error) : error;
      });
      const entry = { coming, bytes: 0 };
      kept.set(key, entry);
      return coming.then((png) => {
        entry.bytes = png.length;
        forgetOldest();
        return png;
      });
    },
  };
}

function notDrawn(cause: unknown): UserError {
  return new UserError('not-drawn', 'The picture took too long to draw.', 'The list says the same.', { cause });
}
