export interface Gathering {
  /** Whether the work took this key for whoever asked first. Rejects when the work does, or when too many wait. */
  add(key: string): Promise<boolean>;
}

interface Bounds {
  /** So many pieces of work are under way at once; what is added meanwhile waits, and goes together. */
  atOnce: number;
  mostWaiting: number;
}

interface Waiting {
  key: string;
  resolve: (taken: boolean) => void;
  reject: (error: unknown) => void;
}

/** Larger statements hold up those that come next. */
const mostTogether = 500;

/** Does for many keys together what would cost too much for each; `work` gives the keys that it took. */
export function createGathering(work: (keys: readonly string[]) => Promise<Set<string>>, { atOnce, mostWaiting }: Bounds): Gathering {
  let waiting: Waiting[] = [];
  let underWay = 0;
  let due = false;

  /** What arrives together goes together, so not before all that has arrived was read. */
  function soon(): void {
    if (due || underWay >= atOnce || waiting.length === 0) return;
    due = true;
    setImmediate(() => {
      due = false;
      void go();
    });
  }

  async function go(): Promise<void> {
    const batch = waiting.slice(0, mostTogether);
    waiting = waiting.slice(mostTogether);
    underWay += 1;
    soon();
    try {
      const taken = await work([...new Set(batch.map(({ key }) => key))]);
      // A key that was asked for twice belongs to the first.
      for (const { key, resolve } of batch) resolve(taken.delete(key));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    underWay -= 1;
    soon();
  }

  return {
    add(key) {
      if (waiting.length >= mostWaiting) return Promise.reject(new Error(`${mostWaiting} claims wait for the database already.`));
      return new Promise((resolve, reject) => {
        waiting.push({ key, resolve, reject });
        soon();
      });
    },
  };
}
