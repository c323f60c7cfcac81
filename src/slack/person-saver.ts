import type { Log } from '#core/log.ts';
import type { PersonStore } from './person-rows.ts';
import type { Person } from './person.ts';

export interface PersonSaver {
  /** Written within a second or so, in the background; again later when that fails. */
  add(person: Person): void;
  /** Writes what is waiting; never rejects. */
  flush(): Promise<void>;
}

const pauseMs = 1000;
const pauseAfterFailureMs = 60_000;

export function createPersonSaver(store: PersonStore, log: Log): PersonSaver {
  let waiting = new Map<string, Person>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    if (batch.size === 0) return;
    waiting = new Map();
    try {
      await store.save([...batch.values()]);
    } catch (error) {
      log.warn({ err: error, people: batch.size }, 'slack.people-not-saved');
      waiting = new Map([...batch, ...waiting]);
      schedule(pauseAfterFailureMs);
    }
  }

  function schedule(ms: number): void {
    timer ??= setTimeout(() => void flush(), ms).unref();
  }

  return {
    add(person) {
      waiting.set(person.userId, person);
      schedule(pauseMs);
    },
    flush,
  };
}
