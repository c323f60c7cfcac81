import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import type { KeptState } from '#core/kept-state.ts';
import type { Ref } from '#core/ref.ts';
import { raiseVersion } from '../kept/raise-version.ts';

/** What a Slack channel is about. */
export interface ChannelLink {
  channel: string;
  uid: string;
  /** As it was called when it was linked, or when somebody last looked. */
  ref: Ref;
  /** Slack user id. */
  by: string;
  /** ISO 8601. */
  at: string;
}

/** The channels' links, whole in memory; writes go to the database. */
export interface ChannelLinks extends KeptState {
  of(channel: string): ChannelLink | undefined;
  /** In the place of `before`. False, and nothing is changed, when the channel has another link by now. */
  link(link: ChannelLink, before?: ChannelLink): Promise<boolean>;
  /** False when there was none. */
  unlink(channel: string): Promise<boolean>;
}

const name = 'channel-links';

export function createChannelLinks(db: Db): ChannelLinks {
  let links: ReadonlyMap<string, ChannelLink> = new Map();
  let reading: Promise<unknown> = Promise.resolve();

  async function readAll(): Promise<void> {
    const rows = await db.rows<ChannelLink>(sql`
      select channel, uid, ref, linked_by as by, to_char(linked_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from channel_link`);
    links = new Map(rows.map((row) => [row.channel, row]));
  }

  /** One after the other: an older read that ends later would bring back what was unlinked. */
  function read(): Promise<void> {
    const turn = reading.then(readAll);
    reading = turn.catch(() => undefined);
    return turn;
  }

  return {
    name,
    of: (channel) => links.get(channel),
    read,
    async link({ channel, uid, ref, by, at }, before) {
      const isLinked = await db.transaction(async (tx) => {
        const rows = await tx.rows(sql`
          insert into channel_link (channel, uid, ref, linked_by, linked_at) values (${channel}, ${uid}, ${ref}, ${by}, ${at}::timestamptz)
          on conflict (channel) do update set uid = excluded.uid, ref = excluded.ref, linked_by = excluded.linked_by, linked_at = excluded.linked_at
          where channel_link.uid = ${before?.uid ?? null} and channel_link.linked_by = ${before?.by ?? null} returning channel`);
        if (rows.length > 0) await raiseVersion(tx, { name });
        return rows.length > 0;
      });
      await read();
      return isLinked;
    },
    async unlink(channel) {
      const gone = await db.transaction(async (tx) => {
        const rows = await tx.rows(sql`delete from channel_link where channel = ${channel} returning channel`);
        if (rows.length > 0) await raiseVersion(tx, { name });
        return rows.length > 0;
      });
      await read();
      return gone;
    },
    save: () => [...links.values()],
    load(value) {
      if (Array.isArray(value)) links = new Map((value as ChannelLink[]).map((link) => [link.channel, link]));
    },
  };
}
