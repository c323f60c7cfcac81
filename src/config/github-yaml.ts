import { z } from 'zod';
import { staysInside, text } from './text.ts';
import { isLoopback } from './environment.ts';

const visibility = z.enum(['public', 'private', 'internal'], { error: 'Write public, private or internal.' });
const pattern = text.refine(isPattern, 'Write a regular expression that the whole name matches, such as shop-.*');
const apiUrl = z
  .url({ protocol: /^https?$/, error: 'Write https://<host>/api/v3.', abort: true })
  .refine((url) => new URL(url).protocol === 'https:' || isLoopback(url), 'Use https, or http on this machine only.');

export const topics = z.strictObject({ include: z.array(text).default([]), exclude: z.array(text).default([]) });

export const filters = z.strictObject({
  repository: pattern.optional(),
  topics: topics.optional(),
  visibility: z.array(visibility).min(1, 'Name at least one, or leave it out.').optional(),
  archived: z.boolean().default(false),
  forks: z.boolean().default(false),
});

const anyAuth = z.strictObject({
  token: text.optional(),
  appId: z.union([text, z.number().int().transform(String)], { error: 'Write the App ID.' }).optional(),
  privateKey: text
    .regex(/PRIVATE KEY/, 'Give the text of the .pem file that GitHub made for the App, such as ${GITHUB_APP_PRIVATE_KEY}.')
    .optional(),
});
const which = 'Write token, or appId and privateKey.';
export const auth = anyAuth.transform(({ token, appId, privateKey }, ctx) => {
  if (token !== undefined && appId === undefined && privateKey === undefined) return { token };
  if (token === undefined && appId !== undefined && privateKey !== undefined)
    return { appId, privateKey: privateKey.replaceAll('\\n', '\n') };
  ctx.addIssue({ code: 'custom', message: which });
  return z.NEVER;
});

/** What a source of type github has besides what all have. */
export const githubKeys = {
  organization: text.regex(/^[\w.-]+$/, 'Write the name of the organisation as in its address, without https://.'),
  apiUrl: apiUrl.optional(),
  auth: auth.optional(),
  catalogPath: z
    .union([text, z.array(text).min(1, 'Name at least one, or leave it out.')], { error: 'Write a path or pattern, or a list of them.' })
    .refine(...staysInside)
    .refine((paths) => [paths].flat().every((path) => /[^./]/.test(path)), 'Name a file, such as /catalog-info.yaml.')
    .default('/catalog-info.yaml'),
  filters: filters.optional(),
  branch: text.optional(),
};

/** The keys inside a source of type github: `auth`, `filters` and `filters.topics`. */
export const githubSections: Record<string, { shape: object }> = {
  'catalog.sources.auth': anyAuth,
  'catalog.sources.filters': filters,
  'catalog.sources.filters.topics': topics,
};

function isPattern(written: string): boolean {
  try {
    return new RegExp(written) instanceof RegExp;
  } catch {
    return false;
  }
}
