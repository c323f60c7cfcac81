import type { ChannelLink, ChannelLinks } from '#catalog/channels/channel-links.ts';

/** Links of channels that are in no database. */
export function paperLinks(...links: readonly Partial<ChannelLink>[]): ChannelLinks {
  const known = new Map(
    links.map((link) => [link.channel, { channel: '', uid: '', ref: '', by: 'U0ANA', at: '2026-11-23T14:05:00.000Z', ...link }]),
  );
  return {
    name: 'paper',
    of: (channel) => known.get(channel),
    link: async (link) => known.set(link.channel, link).has(link.channel),
    unlink: async (channel) => known.delete(channel),
    read: () => Promise.resolve(),
    save: () => undefined,
    load: () => undefined,
  };
}
