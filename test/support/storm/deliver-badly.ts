import { createHmac, randomUUID } from 'node:crypto';
import type { Random } from '../../../bench/random.ts';
import type { Happening } from './happening.ts';
import type { History } from './history.ts';

export interface Storm {
  history: History;
  random: Random;
  /** How many things happen. */
  length: number;
  /** Of the product. */
  url: string;
  secret: string;
  /** What was never true: signed as GitHub signs, or not. */
  lie: () => Happening;
}

/** How deliveries ended. */
export interface Delivered {
  happened: number;
  lost: number;
  again: number;
  forged: number;
  /** By status. */
  statuses: Map<number, number>;
}

interface Delivery extends Happening {
  id: string;
  secret: string;
  /** After which happening it arrives. */
  at: number;
}

/** As far behind what happened meanwhile a delivery may be. */
const latest = 60;
const atOnce = 4;

/**
 * Lets things happen, and tells of each not at all or up to three times, at once or late, in another order, again under
 * the same delivery id, among forged ones and lies. Whatever is refused is lost: GitHub does not try again.
 */
export async function deliverBadly(storm: Storm): Promise<Delivered> {
  const { history, random, length } = storm;
  const delivered: Delivered = { happened: 0, lost: 0, again: 0, forged: 0, statuses: new Map() };
  let waiting: Delivery[] = [];
  for (let at = 0; at < length + latest; at++) {
    const told = at < length ? history.next() : [];
    delivered.happened += told.length;
    for (const happening of told) waiting.push(...copies(storm, happening, { at, delivered }));
    if (at < length && random.chance(0.1)) waiting.push(forged(storm, at, delivered));
    const due = waiting.filter((delivery) => delivery.at <= at);
    waiting = waiting.filter((delivery) => delivery.at > at);
    for (let from = 0; from < due.length; from += atOnce) {
      for (const status of await Promise.all(due.slice(from, from + atOnce).map((one) => post(storm.url, one))))
        delivered.statuses.set(status, (delivered.statuses.get(status) ?? 0) + 1);
    }
  }
  return delivered;
}

function copies({ random, secret }: Storm, happening: Happening, { at, delivered }: { at: number; delivered: Delivered }): Delivery[] {
  const times = random.pick([0, 1, 1, 1, 1, 1, 1, 2, 2, 3]);
  if (times === 0) delivered.lost += 1;
  else delivered.again += times - 1;
  const id = randomUUID();
  return Array.from({ length: times }, () => ({ ...happening, id, secret, at: at + (random.chance(0.5) ? 0 : random.below(latest)) }));
}

function forged({ random, secret, lie }: Storm, at: number, delivered: Delivered): Delivery {
  const isSigned = random.chance(0.3);
  if (!isSigned) delivered.forged += 1;
  return { ...lie(), id: randomUUID(), secret: isSigned ? secret : 'not the secret', at };
}

/** Posts one as GitHub does; gives the status. */
export async function post(url: string, { event, payload, id, secret }: Happening & { id: string; secret: string }): Promise<number> {
  const body = JSON.stringify(payload);
  const response = await fetch(`${url}/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  });
  await response.text();
  return response.status;
}
