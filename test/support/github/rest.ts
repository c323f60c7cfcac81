import type { components } from '@octokit/openapi-types';
import { faultOfJwt } from './credentials.ts';
import type { WorldState } from './state.ts';

type Schemas = components['schemas'];

export interface RestAnswer {
  status: number;
  body: Schemas['installation'] | Schemas['installation-token'] | Schemas['basic-error'];
}

/** What an App asks: where it is installed, and for a token of an installation. */
export function answerRest(world: WorldState, path: string, authorization: string): RestAnswer {
  const { app } = world;
  const [, kind = '', login = ''] = /^\/(orgs|users)\/([^/]+)\/installation$/.exec(path) ?? [];
  const [, id] = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path) ?? [];
  if (kind === '' && id === undefined) return notFound;
  const fault = faultOfJwt(app, authorization.replace(/^bearer /i, ''));
  if (fault !== undefined) return { status: 401, body: { message: fault, documentation_url: 'https://docs.github.com/rest' } };
  if (id !== undefined && app.suspended) return { status: 403, body: { message: 'This installation has been suspended' } };
  if (id !== undefined) return [...app.installations.values()].includes(Number(id)) ? { status: 201, body: newToken(world) } : notFound;
  const found = app.installations.get(login);
  const fits = kind === (world.persons.has(login) ? 'users' : 'orgs');
  return found === undefined || !fits ? notFound : { status: 200, body: installation(world, found) };
}

const notFound: RestAnswer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};

function newToken(world: WorldState): Schemas['installation-token'] {
  const token = `ghs_${world.askers.size}secret`;
  const ends = new Date(world.now().getTime() + 3_600_000);
  const { permissions } = world.app;
  world.askers.set(token, { kind: 'installation', ends, permissions: { ...permissions }, scopes: [] });
  return { token, expires_at: ends.toISOString(), permissions, repository_selection: 'all' };
}

function installation({ app }: WorldState, id: number): Schemas['installation'] {
  const at = new Date(0).toISOString();
  return {
    id,
    account: null,
    repository_selection: 'all',
    access_tokens_url: '',
    repositories_url: '',
    html_url: '',
    app_id: Number(app.appId),
    target_id: 1,
    target_type: 'Organization',
    permissions: app.permissions,
    events: [],
    created_at: at,
    updated_at: at,
    single_file_name: null,
    app_slug: 'switchboard',
    suspended_by: null,
    suspended_at: null,
  };
}
