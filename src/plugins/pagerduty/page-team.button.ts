import { z } from 'zod';
import type { Button, Done, Press, Tools } from '#plugin.ts';
import type { Client } from './client.ts';
import { pagerKeyOf, type PagerKey } from './pager-key.ts';
import type { PagerDutyConfig } from './pagerduty.ts';
import type { OnCallReader, Service } from './read-on-call.ts';

interface Paging {
  client: Client;
  reader: OnCallReader;
  config: PagerDutyConfig;
}

const Created = z.object({ incident: z.object({ id: z.string().max(100), html_url: z.string().max(2_000).nullish() }) });

const field = 'reason';
const mostReason = 500;

/**
 * Opens an incident at PagerDuty, which pages whoever is on call. In the name of whoever presses, whom PagerDuty knows by their
 * e-mail address in Slack. The form's key is the incident's, so that submitted twice it is one.
 */
export function pageTeam(paging: Paging, tools: Tools): Button {
  const { md, foreign } = tools.text;
  return {
    id: 'pagerduty.page',
    label: 'Page Team',
    place: 'row',
    writes: true,
    when: (entry, view) => pagerKeyOf(entry, view) !== undefined,
    async open(press) {
      const { service } = await askedFor(paging, tools, press);
      const what = md`This opens an incident at PagerDuty for ${foreign(service.name)}, and whoever is on call is paged now.`;
      const reason = tools.blocks.textInput({
        id: field,
        label: 'What is wrong?',
        hint: 'Those who are paged read it first; it is written down with your name.',
        long: true,
        least: 5,
        most: mostReason,
      });
      return { title: 'Page team', submit: 'Page Now', blocks: [tools.blocks.section(what), reason] };
    },
    async submit(press, values) {
      const reason = String(values[field] ?? '')
        .trim()
        .slice(0, mostReason);
      if (reason.length < 5) return { reply: { kind: 'errors', errors: { [field]: 'Say in a few words what is wrong.' } } };
      const { service } = await askedFor(paging, tools, press);
      return await page(paging, tools, { press, service, reason });
    },
  };
}

async function askedFor(
  { reader, config }: Paging,
  tools: Tools,
  { viewer, entry, view }: Press,
): Promise<{ key: PagerKey; service: Service }> {
  const { mayPage } = config;
  if (mayPage !== 'everyone' && !mayPage?.some((group) => viewer.groups.includes(group)))
    throw new tools.UserError(
      'may-not-page',
      `Only members of ${(mayPage ?? []).map((ref) => ref.replace(/^group:(default\/)?/, '')).join(', ')} may page from here (permissions.page), and you are in none of them.`,
      'Ask one of them, or page at PagerDuty.',
    );
  const key = pagerKeyOf(entry, view);
  if (!key)
    throw new tools.UserError('no-pager', 'No service of PagerDuty is written here any more.', 'Ask again for the card as it is now.');
  return { key, service: await reader.service(key) };
}

async function page(paging: Paging, tools: Tools, about: { press: Press; service: Service; reason: string }): Promise<Done> {
  const { press, service, reason } = about;
  const { entry, key, viewer, email } = press;
  const incident = {
    type: 'incident',
    title: `${entry.entity.metadata.name}: ${reason.replace(/\s+/g, ' ')}`.slice(0, 250),
    service: { id: service.id, type: 'service_reference' },
    incident_key: `switchboard-${key}`,
    body: { type: 'incident_body', details: `${reason}\n\nPaged from Slack by ${email ?? viewer.userId}, for ${entry.ref}.` },
  };
  const url = await createIncident(paging, tools, { email, incident });
  const { md, foreign, link } = tools.text;
  const where = url
    ? md` ${link(url, 'The incident at PagerDuty')}.`
    : service.url
      ? md` ${link(service.url, 'The service at PagerDuty')}.`
      : md``;
  const said = md`Whoever is on call for ${foreign(service.name)} has been paged.${where}`;
  const blocks = [tools.blocks.section(said), tools.blocks.context(md`Said to them: ${foreign(reason)}`)];
  return {
    reply: tools.reply.ephemeral(tools.message(said, blocks)),
    detail: { service: service.id, reason, ...(url && { incident: url }) },
  };
}

/** The address of the incident, where PagerDuty gives one. */
async function createIncident(
  { client, config }: Paging,
  tools: Tools,
  { email, incident }: { email: string | undefined; incident: object },
): Promise<string | undefined> {
  // What no header holds, PagerDuty cannot know.
  const names = [...new Set([email, config.from])].filter((from): from is string => from !== undefined && /^[!-~]+$/.test(from));
  for (const [n, from] of names.entries()) {
    try {
      const created = await client.post('incidents', { from, body: { incident } }, Created);
      return created.incident.html_url ?? undefined;
    } catch (error) {
      // This very page went through before, and we did not hear of it.
      if (isRefused(error) && /matching dedup key already exists/i.test(String(error.cause))) return undefined;
      if (['pagerduty-away', 'pagerduty-garbled'].includes(codeOf(error))) throw unsure(tools, error);
      if (!isRefused(error)) throw notPaged(tools, error);
      tools.log.warn({ err: error }, 'pagerduty.not-paged');
      if (n === names.length - 1) break;
    }
  }
  throw new tools.UserError(
    'pagerduty-refused',
    'PagerDuty did not take it, so nobody was paged: it may not know you by your e-mail address in Slack.',
    'Page at PagerDuty; whoever runs Switchboard can set PAGERDUTY_FROM, and the log has what PagerDuty said.',
  );
}

/** It may have gone through all the same, which its key makes harmless. */
function unsure({ UserError }: Tools, cause: unknown): Error {
  return new UserError(
    'pagerduty-unsure',
    'PagerDuty did not confirm, so it is not known whether anybody was paged.',
    'Press Page Now once more: however often you do, it is one incident. Or page there.',
    { cause },
  );
}

/** Whoever pages must not have to guess whether somebody comes. */
function notPaged({ UserError }: Tools, error: unknown): unknown {
  return error instanceof UserError
    ? new UserError(error.code, `Nobody was paged: ${error.message}`, `Page at PagerDuty. ${error.hint}`, { cause: error })
    : error;
}

function isRefused(error: unknown): error is Error {
  return codeOf(error) === 'pagerduty-refused';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
