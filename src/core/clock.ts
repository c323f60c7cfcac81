/** Time and ids come from here, so that plans are values and tests decide what time it is. */
export interface Clock {
  now(): Date;
  /** A new random UUID. */
  uuid(): string;
}

export const systemClock: Clock = {
  now: () => new Date(),
  uuid: () => crypto.randomUUID(),
};
