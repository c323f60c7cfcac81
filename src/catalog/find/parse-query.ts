import { canonicalRef } from '#core/ref.ts';
import { bare, cleanQuery } from './fold-text.ts';
import { plainSpaces, spaceSet } from './key-space.ts';
import { podStems } from './pod-stems.ts';
import { type Ask, type Near, type Only, type Query, workloads } from './query.ts';
import { readUrl } from './read-url.ts';
import { serviceNamed, urlLookups } from './url-lookups.ts';

/** Takes any text and never throws. Looks at its first 500 characters only. */
export function parseQuery(text: string): Query {
  const clean = cleanQuery(text);
  const escaped = /^<([@#!]?)([^|<>]*)(?:\|([^<>]*))?>$/.exec(clean);
  if (escaped) return parseEscape(escaped[1] ?? '', escaped[2] ?? '', escaped[3] ?? '');
  const typed = bare(clean.replaceAll(/<([^|<>]*)(?:\|([^<>]*))?>/g, (_, target: string, label?: string) => label || target));
  if (typed === '') return { typed: clean, asks: [], near: [] };
  if (typed.startsWith('#')) return parseChannel(typed);
  if (typed.startsWith('@')) return parseHandle(typed);
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(typed)) return parseEmail(typed);
  const url = typed.includes(' ') ? undefined : readUrl(typed);
  if (url && /^[a-z+:]+:\/\/|^url:|@/.test(typed)) return { typed, ...urlLookups(url) };
  const named = parseName(typed);
  if (!url) return { typed, ...named };
  const address = urlLookups(url);
  return { typed, asks: [...named.asks, ...address.asks], near: [...named.near, ...address.near] };
}

/** Slack's own notation, with `should_escape`: `<@U1|ana>`, `<!subteam^S1|@crew>`, `<#C1|cart>`, `<https://…|label>`. */
function parseEscape(mark: string, target: string, label: string): Query {
  const id = target.replace(/^subteam\^/, '').toUpperCase();
  const name = bare(label).replace(/^[@#]/, '');
  if (mark === '@') {
    const near = name === '' ? [] : [{ text: name, only: { kinds: ['user'] }, assume: false }];
    return { typed: `@${name || id}`, asks: [{ by: 'slack-user', id }], near };
  }
  if (mark === '#') {
    const query = name === '' ? { typed: `#${id}`, asks: [], near: [] } : parseChannel(`#${name}`);
    return { ...query, asks: [channelAsk(target), ...query.asks] };
  }
  if (mark === '!') {
    const query = name === '' ? { typed: `@${id}`, asks: [], near: [] } : parseHandle(`@${name}`);
    return { ...query, asks: [{ by: 'slack-group', id }, ...query.asks] };
  }
  return parseQuery(target.replace(/^mailto:/, ''));
}

function channelAsk(channel: string): Ask {
  return { by: 'key', text: `#${channel}`, spaces: spaceSet('groupChannel', 'channel') };
}

function parseChannel(typed: string): Query {
  const name = typed.slice(1);
  return { typed, asks: [channelAsk(name)], near: name === '' ? [] : [{ text: name, assume: false }] };
}

function parseHandle(typed: string): Query {
  const name = typed.slice(1);
  const only = { kinds: ['user', 'group'] };
  const spaces = spaceSet('name', 'login', 'title', 'sameTitle', 'alias', 'teamSlug', 'email');
  const asks: Ask[] = [
    { by: 'key', text: typed, spaces: spaceSet('userGroup') },
    { by: 'key', text: name, spaces, only },
  ];
  const near = [
    { text: name, only, assume: true },
    { text: name, assume: false },
  ];
  return { typed, asks, near: name === '' ? [] : near };
}

function parseEmail(typed: string): Query {
  const near = [{ text: typed.slice(0, typed.indexOf('@')), only: { kinds: ['user'] }, assume: false }];
  return { typed, asks: [{ by: 'key', text: typed, spaces: spaceSet('email') }], near };
}

function parseName(typed: string): Pick<Query, 'asks' | 'near'> {
  const asks: Ask[] = [];
  const near: Near[] = [];
  const ref = /^(?:([^\s:/]+):\s?)?(?:([^\s:/]+)\/)?([^:/]+)$/.exec(typed);
  const [, kind, namespace, name = ''] = ref ?? [];
  if (kind !== undefined || namespace !== undefined) {
    const only = { ...(kind && { kinds: [kind] }), ...(namespace && { namespace }) };
    const full = kind && canonicalRef(`${kind}:${namespace ?? 'default'}/${name}`);
    if (full) asks.push({ by: 'ref', ref: full });
    asks.push({ by: 'key', text: name, spaces: spaceSet('name', 'title', 'sameTitle', 'alias', 'location'), only });
    near.push({ text: name, only, assume: true }, { text: name, assume: false });
  }
  asks.push({ by: 'key', text: typed, spaces: plainSpaces });
  if (/^[uw][a-z0-9]{7,}$/.test(typed)) asks.push({ by: 'slack-user', id: typed.toUpperCase() });
  if (kind === undefined && namespace === undefined) near.push({ text: typed, assume: true });
  const host = /^([a-z0-9-]+):\d{2,5}$/.exec(typed)?.[1];
  if (host) asks.push(serviceNamed(host));
  if (host) near.push({ text: host, assume: false });
  const pod = parsePod(typed);
  return { asks: [...asks, ...pod.asks], near: [...near, ...pod.near] };
}

/** `pod`, `ns/pod`, `pod/pod`, and what kubectl prints of other workloads: `deployment.apps/cart`. */
function parsePod(typed: string): Pick<Query, 'asks' | 'near'> {
  const cut = typed.lastIndexOf('/');
  const place = typed.slice(0, Math.max(0, cut));
  const name = typed.slice(cut + 1);
  if (/[\s:]/.test(name) || /[\s:/]/.test(place)) return { asks: [], near: [] };
  const declared =
    /^(?:(pods?|po)|(?:deploy|sts|ds|rs|cj|svc|(?:deployment|statefulset|daemonset|replicaset|job|cronjob|service)s?)(?:\.[a-z0-9.]+)?)$/.exec(
      place,
    );
  const only: Only = { kinds: workloads, ...(place !== '' && !declared && { cluster: place }) };
  const stems = podStems(name, declared?.[1] !== undefined);
  const sure = stems.filter((stem) => stem.sure).map((stem) => stem.name);
  return {
    asks: [...(declared ? [name] : []), ...sure].map((text) => ({ by: 'key', text, spaces: spaceSet('name', 'kubernetes'), only })),
    near: stems.map((stem) => ({ text: stem.name, only, assume: false })),
  };
}
