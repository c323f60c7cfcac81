import { z } from 'zod';
import { defaultBounds } from '#core/catalog-config.ts';
import { canonicalRef } from '#core/ref.ts';
import { isLoopback } from './environment.ts';
import { githubKeys, githubSections } from './github-yaml.ts';
import { staysInside, text } from './text.ts';

const groupRef = text.transform((value, ctx) => {
  const ref = canonicalRef(value, { kind: 'group' });
  if (ref !== undefined && /^group:[\w.-]+\/[\w.-]+$/.test(ref)) return ref;
  ctx.addIssue({ code: 'custom', message: 'Write a group as group:default/team-a or team-a.' });
  return z.NEVER;
});
const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const duration = z.union([z.string(), z.number()]).transform((value, ctx) => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(String(value).trim());
  const ms = match ? Number(match[1]) * (units[match[2] ?? 's'] ?? 1) : Number.NaN;
  if (ms >= 1000 && ms <= 7 * 86_400_000) return ms;
  ctx.addIssue({ code: 'custom', message: 'Write a duration between 1s and 7d, such as 30s or 5m.' });
  return z.NEVER;
});
const channel = text.regex(/^#?[^\s#]{1,80}$/, 'Write a channel as #name or its id.');

const kinds = z
  .array(text.regex(/^[a-zA-Z][a-z0-9A-Z]*$/, 'Write kinds such as Component.'))
  .min(1, 'Name at least one kind, or leave it out to take the usual ones.');
const whoMay = 'Write everyone, or a list of groups such as [team-a].';
const everyoneOrGroups = z.union([z.literal('everyone'), z.array(groupRef).min(1, whoMay)], { error: whoMay });

const anySource = {
  name: text.regex(/^[\w.-]{1,63}$/, 'Use letters, digits, dots, dashes and underscores.').optional(),
  allow: kinds.optional(),
  authority: z.boolean().default(false),
  visibleTo: everyoneOrGroups.default('everyone'),
  every: duration.optional(),
};
const paths = z
  .array(text.refine(...staysInside))
  .min(1, 'Name at least one pattern, or leave it out to take the usual ones.')
  .optional();
const folder = z.strictObject({ type: z.literal('folder'), path: text, paths, ...anySource });
const git = z.strictObject({ type: z.literal('git'), url: text, paths, branch: text.optional(), token: text.optional(), ...anySource });
const github = z.strictObject({ type: z.literal('github'), ...githubKeys, ...anySource });
const backstageUrl = z
  .url({ protocol: /^https?$/, error: 'Write the address of the backend, such as https://backstage.acme.example.', abort: true })
  .refine((url) => new URL(url).protocol === 'https:' || isLoopback(url), 'Use https, or http on this machine only.');
const backstage = z.strictObject({ type: z.literal('backstage'), url: backstageUrl, token: text.optional(), ...anySource });
const sourceTypes: Record<string, { shape: object }> = { folder, git, github, backstage };

const hostName = text.regex(
  /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i,
  'Write the name of a host such as github.com, without https:// and path.',
);
const hostObject = z.strictObject({
  host: hostName,
  token: text.optional(),
  username: text.optional(),
  private: z.boolean().default(false),
  caFile: text.optional(),
});
/** A bare name is the short form; read as such first, so that what is wrong is told of the one that was written. */
const host = z.preprocess((value) => (typeof value === 'string' ? { host: value } : value), hostObject);
const contact = z.strictObject({
  channel: channel.optional(),
  userGroup: text.optional(),
  email: z.email({ error: 'Write an e-mail address.' }).optional(),
});
const bound = z.number().int().positive({ error: 'Write a whole number above 0.' });
const bounds = z.strictObject(
  Object.fromEntries(Object.keys(defaultBounds).map((key) => [key, bound.optional()])) as Record<
    keyof typeof defaultBounds,
    z.ZodOptional<typeof bound>
  >,
);
const command = text.regex(/^\/?[a-z0-9_-]{1,31}$/, 'Write a command such as /owner: lower case, at most 32 characters.');

const fallback = z.strictObject({ channel: channel.optional(), group: groupRef.optional() });

const registered = z.strictObject({ allow: kinds.optional(), visibleTo: everyoneOrGroups.optional(), every: duration.optional() });

const catalog = z.strictObject({
  sources: z.array(z.discriminatedUnion('type', [folder, git, github, backstage])).min(1, 'Name at least one source.'),
  hosts: z.array(host).default([]),
  fallback: fallback.default({}),
  bounds: bounds.default({}),
  registered: registered.default({}),
});
const whether = z.enum(['refuse', 'answer'], { error: 'Write refuse or answer.' }).default('refuse');
const domain = text.regex(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  'Write a domain such as wiki.acme.example, without https://.',
);
/** The commands that there are; a name for another one would be silently without effect. */
export const commandNames = ['/whoowns', '/deps', '/catalog'];
const commands = z.record(command, command).superRefine((renamed, ctx) => {
  const bare = (name: string) => name.replace(/^\//, '');
  const names = new Map(Object.entries(renamed).map(([from, to]) => [bare(from), bare(to)]));
  const taken = new Set(commandNames.map(bare).filter((name) => !names.has(name)));
  for (const [key, to] of Object.entries(renamed)) {
    const isKnown = commandNames.map(bare).includes(bare(key));
    if (!isKnown) ctx.addIssue({ code: 'unrecognized_keys', keys: [key], path: [], input: renamed });
    if (taken.has(bare(to))) ctx.addIssue({ code: 'custom', path: [key], message: 'Give each command a name of its own.' });
    taken.add(bare(to));
  }
});
const slack = z.strictObject({
  commands: commands.default({}),
  guests: whether,
  otherOrganisations: whether,
  unfurl: z.array(domain).max(5, 'Slack takes at most five domains.').default([]),
});
const permissions = z.strictObject({
  admin: z.array(groupRef).default([]),
  register: everyoneOrGroups.optional(),
  page: everyoneOrGroups.optional(),
});
const timeZone = text.refine((name) => isTimeZone(name), 'Write a time zone such as Europe/Berlin or UTC.');
const notices = z.strictObject({
  problems: z.enum(['daily', 'off'], { error: 'Write daily or off.' }).default('daily'),
  at: text.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day such as 09:30, in quotes.').default('10:00'),
  timeZone: timeZone.default('UTC'),
});

/** switchboard.yaml as written; strict, because a misspelt key must not be silently without effect. */
export const SwitchboardYaml = z.strictObject({
  catalog,
  owners: z.record(text, contact).default({}),
  slack: slack.default({ commands: {}, guests: 'refuse', otherOrganisations: 'refuse', unfurl: [] }),
  permissions: permissions.default({ admin: [] }),
  notices: notices.default({ problems: 'daily', at: '10:00', timeZone: 'UTC' }),
});
export type SwitchboardYaml = z.infer<typeof SwitchboardYaml>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The keys that may stand in the mapping at `path`; `type` is that of the source when it leads into one. */
export function keysAt(path: readonly PropertyKey[], type: unknown): string[] {
  const [top] = path;
  const sections: Record<string, { shape: object }> = {
    '': SwitchboardYaml,
    catalog,
    'catalog.sources': sourceTypes[String(type)] ?? folder,
    ...githubSections,
    'catalog.hosts': hostObject,
    'catalog.fallback': fallback,
    'catalog.bounds': bounds,
    'catalog.registered': registered,
    owners: contact,
    slack,
    'slack.commands': { shape: Object.fromEntries(commandNames.map((name) => [name, command])) },
    permissions,
    notices,
  };
  const section = top === 'catalog' || top === 'slack' ? path.filter((key) => typeof key === 'string').join('.') : String(top ?? '');
  return Object.keys(sections[section]?.shape ?? {});
}

/** The other types of sources that have this key. */
export function typesWith(key: string, type: unknown): string[] {
  return Object.keys(sourceTypes).filter((other) => other !== type && key in (sourceTypes[other]?.shape ?? {}));
}
