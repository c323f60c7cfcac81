import { z } from 'zod';
import type { Tools } from '#plugin.ts';
import type { Client } from './client.ts';
import { noticeSilence } from './notice-silence.ts';
import { isPossible, type PagerKey } from './pager-key.ts';
import { remember } from './remember.ts';

export interface Service {
  id: string;
  name: string;
  url?: string | undefined;
  policyId: string;
}

export interface OnCall {
  service: Service;
  /** Everybody once, at the first level that reaches them; the first level first. */
  shifts: Shift[];
}

export interface Shift {
  level: number;
  name: string;
  email?: string | undefined;
  /** Absent: for good. */
  until?: Date;
}

export interface OnCallReader {
  /** Throws UserError. */
  service(key: PagerKey): Promise<Service>;
  onCall(key: PagerKey): Promise<OnCall>;
  /** What is not known yet will not be known soon: others wait for PagerDuty in vain. */
  isSilent(): boolean;
}

const text = z.string().max(2_000);
const RawService = z.object({
  id: z.string().regex(/^\w{1,40}$/),
  name: text.optional(),
  summary: text.nullish(),
  html_url: text.nullish(),
  escalation_policy: z.object({ id: z.string().regex(/^\w{1,40}$/) }),
  integrations: z.array(z.object({ integration_key: text.nullish() })).default([]),
});
const OneService = z.object({ service: RawService });
const Services = z.object({ services: z.array(RawService).max(200) });
const OnCalls = z.object({
  oncalls: z
    .array(
      z.object({
        escalation_level: z.number().int().min(1).max(1_000),
        end: z.iso.datetime({ offset: true }).nullish(),
        user: z.object({ id: text, summary: text.nullish(), name: text.nullish(), email: text.nullish() }),
      }),
    )
    .max(1_000),
});

const onCallKept = { ms: 60_000, failureMs: 10_000, most: 2_000 };
/** Which service a key belongs to, and its escalation policy, hardly ever change. */
const serviceKept = { ms: 600_000, failureMs: 10_000, most: 2_000 };

/** Who is on call for a service, through its escalation policy. */
export function onCallReader(anyClient: Client, tools: Tools): OnCallReader {
  const { client, isSilent } = noticeSilence(anyClient, tools);
  const services = remember<Service>(tools, serviceKept);
  const onCalls = remember<OnCall>(tools, onCallKept);
  const name = ({ by, value }: PagerKey) => `${by} ${value}`;

  const service = (key: PagerKey): Promise<Service> => services(name(key), () => findService(client, tools, key));
  return {
    service,
    isSilent,
    onCall: (key) =>
      onCalls(name(key), async () => {
        const found = await service(key);
        const query: [string, string][] = [
          ['escalation_policy_ids[]', found.policyId],
          ['include[]', 'users'],
          ['limit', '100'],
        ];
        return { service: found, shifts: shiftsOf(await client.get('oncalls', query, OnCalls)) };
      }),
  };
}

async function findService(client: Client, tools: Tools, key: PagerKey): Promise<Service> {
  const raw = isPossible(key) ? await lookUp(client, key) : undefined;
  if (!raw)
    throw new tools.UserError(
      'pagerduty-unknown',
      `PagerDuty knows no service by the ${key.by} that is written here.`,
      `Correct pagerduty.com/${key.by}.`,
    );
  const { id, name, summary, html_url: url, escalation_policy: policy } = raw;
  return { id, name: name ?? summary ?? id, policyId: policy.id, ...(url && { url }) };
}

async function lookUp(client: Client, { by, value }: PagerKey): Promise<z.infer<typeof RawService> | undefined> {
  if (by === 'service-id') return (await client.get(`services/${value}`, [], OneService)).service;
  const query: [string, string][] = [
    ['query', value],
    ['include[]', 'integrations'],
    ['limit', '100'],
  ];
  const { services } = await client.get('services', query, Services);
  // The search looks at names as well.
  return services.find(({ integrations }) => integrations.some(({ integration_key: key }) => key === value));
}

function shiftsOf({ oncalls }: z.infer<typeof OnCalls>): Shift[] {
  const seen = new Set<string>();
  return oncalls
    .toSorted((a, b) => a.escalation_level - b.escalation_level)
    .flatMap(({ user, escalation_level: level, end }): Shift[] => {
      if (seen.has(user.id)) return [];
      seen.add(user.id);
      const { email } = user;
      return [{ level, name: user.name ?? user.summary ?? user.id, ...(email && { email }), ...(end && { until: new Date(end) }) }];
    });
}
