import type { CatalogConfig, OwnerContact } from '#core/catalog-config.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { leadOf } from './lead.ts';
import type { Lead } from './lead.ts';
import { kindOf, profileOf, text } from './owner.ts';
import { type Told, writtenIn } from './told.ts';

export type ChannelAddress = { id: string } | { name: string };
export type GroupAddress = { id: string } | { handle: string };

/** How to reach an owner; what is absent is not known. */
export interface Contacts {
  channel?: Told<ChannelAddress>;
  userGroup?: Told<GroupAddress>;
  email?: Told<string>;
  lead?: Told<Lead>;
  /** Slack user id written in `slack.com/bot-notify`: worth showing only when Slack knows that person. */
  person?: Told<string>;
}

/**
 * The contacts of an owner, from its own descriptor first, then from `owners` of the configuration, which
 * also serves owners that are not in the catalog.
 *
 * `slack.com/bot-notify` holds a channel or a user id and `metadata.slackChannel` is its newer form: Backstage's
 * notifications module. `slack.com/channel` and `slack.com/user-group` are ours.
 */
export function contactsOf(view: DirectoryView, ref: Ref, config: Pick<CatalogConfig, 'owners'>): Contacts {
  const entry = view.get(ref);
  const configured = config.owners.get(ref);
  const channel = ownerChannel(entry, configured);
  const userGroup =
    annotated(entry, 'slack.com/user-group', groupAddress) ?? told(groupAddress(configured?.userGroup), 'owners in switchboard.yaml');
  const email =
    told(emailAddress(entry && profileOf(entry.entity)['email']), writtenIn(entry, 'spec.profile.email')) ??
    told(emailAddress(configured?.email), 'owners in switchboard.yaml');
  const lead = entry && kindOf(entry) === 'group' ? leadOf(view, entry) : undefined;
  const person = annotated(entry, 'slack.com/bot-notify', userId);
  return {
    ...(channel && { channel }),
    ...(userGroup && { userGroup }),
    ...(email && { email }),
    ...(lead && { lead }),
    ...(person && { person }),
  };
}

/** The Slack channel of an owner: its own, else the one that the configuration gives it. */
export function ownerChannel(entry: Entry | undefined, configured: OwnerContact | undefined): Told<ChannelAddress> | undefined {
  return (entry && channelOf(entry)) ?? told(channelAddress(configured?.channel), 'owners in switchboard.yaml');
}

/** The Slack channel that an entity itself names. */
export function channelOf(entry: Entry): Told<ChannelAddress> | undefined {
  return (
    annotated(entry, 'slack.com/bot-notify', channelAddress) ??
    told(channelAddress(entry.entity.metadata['slackChannel']), writtenIn(entry, 'metadata.slackChannel')) ??
    annotated(entry, 'slack.com/channel', channelAddress) ??
    told(
      entry.entity.metadata.links?.map(({ url }) => linkedChannel(url)).find(Boolean),
      writtenIn(entry, 'metadata.links', 'a Slack link in metadata.links'),
    )
  );
}

/** Where an entity's channel is written, or would have to be for it to count; keys from the document's root. */
export function channelPath(metadata: Record<string, unknown>): readonly [string, string] | readonly [string, string, string] {
  const { annotations, slackChannel } = metadata;
  const notes = typeof annotations === 'object' && annotations !== null ? (annotations as Record<string, unknown>) : {};
  if (channelAddress(notes['slack.com/bot-notify'])) return ['metadata', 'annotations', 'slack.com/bot-notify'];
  if (channelAddress(slackChannel)) return ['metadata', 'slackChannel'];
  return ['metadata', 'annotations', 'slack.com/channel'];
}

/** A channel as people write it, in the form in which it is kept: `#name` or an id; undefined when it is none. */
export function writtenChannel(text: string): string | undefined {
  const address = channelAddress(text.replace(/^<#([CG][A-Z0-9]+)(?:\|[^>]*)?>$/, '$1'));
  return address && ('id' in address ? address.id : `#${address.name}`);
}

/** Whether a URL opens a Slack channel. */
export function isSlackChannelLink(url: string): boolean {
  return linkedChannel(url) !== undefined;
}

function annotated<T>(entry: Entry | undefined, key: string, read: (value: unknown) => T | undefined): Told<T> | undefined {
  const from = writtenIn(entry, `metadata.annotations.${key}`, `annotation ${key}`);
  return told(read(entry?.entity.metadata.annotations?.[key]), from);
}

function told<T>(value: T | undefined, from: string): Told<T> | undefined {
  return value === undefined ? undefined : { value, from };
}

/** Slack's ids are upper case and its channel names lower case, so one cannot be taken for the other. */
function channelAddress(value: unknown): ChannelAddress | undefined {
  const written = text(value)?.split(',')[0]?.trim();
  if (!written) return undefined;
  if (/^[CG][A-Z0-9]{6,20}$/.test(written)) return { id: written };
  if (written.includes('://')) return linkedChannel(written);
  const name = written.replace(/^#/, '');
  if (/^[UW][A-Z0-9]{6,20}$/.test(name)) return undefined;
  return /^[\p{L}\p{N}._-]{1,80}$/u.test(name) ? { name } : undefined;
}

/** `https://acme.slack.com/archives/C…`, `https://app.slack.com/client/T…/C…`, `https://slack.com/app_redirect?channel=C…`. */
function linkedChannel(url: unknown): { id: string } | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname, searchParams } = new URL(url);
  if (protocol !== 'https:' || !/(^|\.)slack\.com$/.test(hostname)) return undefined;
  const id = /^\/(?:archives|client\/[TE][A-Z0-9]+)\/([CG][A-Z0-9]{6,20})(?:\/|$)/.exec(pathname)?.[1] ?? searchParams.get('channel');
  return id && /^[CG][A-Z0-9]{6,20}$/.test(id) ? { id } : undefined;
}

function groupAddress(value: unknown): GroupAddress | undefined {
  const written = text(value)?.replace(/^@/, '');
  if (!written) return undefined;
  if (/^S[A-Z0-9]{6,20}$/.test(written)) return { id: written };
  return /^[\p{L}\p{N}._-]{1,80}$/u.test(written) ? { handle: written } : undefined;
}

function userId(value: unknown): string | undefined {
  const written = text(value);
  return written && /^[UW][A-Z0-9]{6,20}$/.test(written) ? written : undefined;
}

function emailAddress(value: unknown): string | undefined {
  const written = text(value);
  return written && written.length <= 254 && /^[^\s@<>|]+@[^\s@<>|]+$/.test(written) ? written : undefined;
}
