import { z } from 'zod';
import { defaultBounds } from '#core/catalog-config.ts';
import { canonicalRef } from '#core/ref.ts';

const text = z.string().trim().min(1);
const groupRef = text.transform((value, ctx) => {
  const ref = canonicalRef(value, { kind: 'group' });
  if (ref !== undefined) return ref;
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

const anySource = {
  name: text.regex(/^[\w.-]{1,63}$/, 'Use letters, digits, dots, dashes and underscores.').optional(),
  allow: z
    .array(text.regex(/^[a-zA-Z][a-z0-9A-Z]*$/, 'Write kinds such as Component.'))
    .min(1)
    .optional(),
  authority: z.boolean().default(false),
  visibleTo: z.union([z.literal('everyone'), z.array(groupRef).min(1)]).default('everyone'),
  paths: z.array(text).min(1).optional(),
  every: duration.optional(),
};
const folder = z.strictObject({ type: z.literal('folder'), path: text, ...anySource });
const git = z.strictObject({ type: z.literal('git'), url: text, branch: text.optional(), token: text.optional(), ...anySource });

const host = z.union([
  text.transform((value) => ({ host: value, private: false })),
  z.strictObject({
    host: text,
    token: text.optional(),
    username: text.optional(),
    private: z.boolean().default(false),
    caFile: text.optional(),
  }),
]);
const contact = z.strictObject({ channel: channel.optional(), userGroup: text.optional(), email: z.email().optional() });
const bound = z.number().int().positive();
const bounds = z.strictObject(
  Object.fromEntries(Object.keys(defaultBounds).map((key) => [key, bound.optional()])) as Record<
    keyof typeof defaultBounds,
    z.ZodOptional<typeof bound>
  >,
);
const command = text.regex(/^\/?[a-z0-9_-]{1,31}$/, 'Write a command such as /owner: lower case, at most 32 characters.');

const catalog = z.strictObject({
  sources: z.array(z.discriminatedUnion('type', [folder, git])).min(1, 'Name at least one source.'),
  hosts: z.array(host).default([]),
  fallback: z.strictObject({ channel: channel.optional(), group: groupRef.optional() }).default({}),
  bounds: bounds.default({}),
});
const slack = z.strictObject({ commands: z.record(command, command).default({}) });
const permissions = z.strictObject({ admin: z.array(groupRef).default([]) });

/** switchboard.yaml as written; strict, because a misspelt key must not be silently without effect. */
export const SwitchboardYaml = z.strictObject({
  catalog,
  owners: z.record(text, contact).default({}),
  slack: slack.default({ commands: {} }),
  permissions: permissions.default({ admin: [] }),
});
export type SwitchboardYaml = z.infer<typeof SwitchboardYaml>;

/** Every key there is, for nearest-name hints. */
export const knownKeys: readonly string[] = [
  ...new Set(
    [SwitchboardYaml, catalog, slack, permissions, folder, git, host.options[1], contact, bounds, catalog.shape.fallback.unwrap()].flatMap(
      (o) => Object.keys(o.shape),
    ),
  ),
];
