import type { Clock } from '#core/clock.ts';
import { list, object, text } from './json.ts';
import { type SlackApi, slackErrorCode } from './slack-api.ts';

/** The app's own channels by name: descriptors name channels, while Slack's methods want ids. */
export interface ChannelNames {
  /** Undefined: the app is in no channel of that name. Rejects when Slack does not say. */
  idOf(name: string): Promise<string | undefined>;
}

/** A channel that got another name is known this much later at most; one that the app was invited to, sooner. */
const freshMs = 10 * 60_000;
const newsMs = 60_000;
const pageSize = 200;
const mostPages = 50;

interface Reading {
  at: number;
  ids: Promise<Map<string, string>>;
}

export function createChannelNames(api: SlackApi, clock: Clock): ChannelNames {
  let last: Reading | undefined;

  /** What was read within this time, else anew; a reading that fails is forgotten. */
  function known(within: number): Promise<Map<string, string>> {
    const now = clock.now().getTime();
    if (last && now - last.at <= within) return last.ids;
    const reading: Reading = { at: now, ids: readNames(api) };
    last = reading;
    reading.ids.catch(() => {
      if (last === reading) last = undefined;
    });
    return reading.ids;
  }

  return {
    async idOf(name) {
      const key = name.replace(/^#/, '').toLowerCase();
      return (await known(freshMs)).get(key) ?? (await known(newsMs)).get(key);
    },
  };
}

/** Without `groups:read` only public channels are told of, and only when one asks for no others. */
async function readNames(api: SlackApi): Promise<Map<string, string>> {
  try {
    return await readPages(api, 'public_channel,private_channel');
  } catch (error) {
    if (slackErrorCode(error) !== 'missing_scope') throw error;
    return await readPages(api, 'public_channel');
  }
}

async function readPages(api: SlackApi, types: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const args = { exclude_archived: true, limit: pageSize, types, ...(cursor && { cursor }) };
    const said = await api.callPatiently('users.conversations', args);
    for (const channel of list(said['channels']).map(object)) ids.set(text(channel['name']).toLowerCase(), text(channel['id']));
    cursor = text(object(said['response_metadata'])['next_cursor']);
    if (!cursor) break;
  }
  return ids;
}
