import type { Octokit } from '@octokit/core';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { scrub } from '../scrub.ts';
import { explainRefusal, type Failure, type GraphqlError, type Subject } from './explain-refusal.ts';
import type { GitHubAuth } from './github.ts';
import { keepToken } from './keep-token.ts';
import { type OctokitOptions, openOctokit } from './open-octokit.ts';

export interface Question<T> {
  query: string;
  variables: Record<string, unknown>;
  /** What the answer must look like. */
  reply: z.ZodType<T>;
  subject: Subject;
  signal: AbortSignal;
  /** A smaller question can be asked instead, so that this one is not asked again when GitHub cannot finish it. */
  divisible: boolean;
}

/** `errors` concern parts of `data`, which are null then; who asked knows which of them are answers. */
export type Answer<T> = { outcome: 'answered'; data: T; errors: GraphqlError[] } | { outcome: 'too-heavy'; failure: SourceUnavailable };

/** A request of the REST API, whose path and parameters are as GitHub's reference writes them. */
export interface RestQuestion<T> {
  /** `POST /repos/{owner}/{repo}/pulls`. */
  route: string;
  parameters?: Record<string, unknown>;
  /** What an answer that is not in `told` must look like. */
  reply: z.ZodType<T>;
  /** Statuses that are answers and not failures, such as 422 for what is there already. */
  told?: readonly number[];
  subject: Subject;
  signal: AbortSignal;
}

/** `etag` tells a later question that nothing has changed since. */
export type RestAnswer<T> = { outcome: 'done'; data: T; etag: string | undefined } | { outcome: 'told'; status: number; words: string };

export interface Client {
  /** Asks in GraphQL. Throws `SourceUnavailable`, or the signal's reason. */
  ask<T>(question: Question<T>): Promise<Answer<T>>;
  /** Asks in REST. Throws `SourceUnavailable`, or the signal's reason. */
  send<T>(question: RestQuestion<T>): Promise<RestAnswer<T>>;
  /** What errors that came with an answer mean. */
  explain(errors: GraphqlError[], subject: Subject): SourceUnavailable;
  token(signal: AbortSignal): Promise<string>;
}

export interface ClientOptions extends OctokitOptions {
  auth: GitHubAuth;
  organization: string;
  clock: Clock;
}

interface Response {
  data: unknown;
  headers: Record<string, string | undefined>;
}

const Envelope = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        type: z.string().optional(),
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.object({ saml_failure: z.boolean().optional() }).optional(),
      }),
    )
    .default([]),
});

export function openClient(options: ClientOptions): Client {
  const { auth, clock, apiUrl } = options;
  const tokens = keepToken({ ...options, octokit });
  const as = 'token' in auth ? 'person' : 'app';
  const host = new URL(apiUrl).host;
  const graphqlUrl = apiUrl.endsWith('/api/v3') ? apiUrl.replace(/v3$/, 'graphql') : '/graphql';
  let opening: Promise<Octokit> | undefined;

  function octokit(): Promise<Octokit> {
    opening ??= openOctokit(options);
    return opening;
  }

  function explain(subject: Subject, error: unknown): SourceUnavailable {
    if (error instanceof SourceUnavailable) return error;
    const { words, ...seen } = readError(error);
    const refusal = explainRefusal({ host, subject, as, now: clock.now(), ...seen, words: scrub(words, tokens.secrets()) });
    options.meter.failed('github', refusal.code);
    return refusal;
  }

  async function request(route: string, parameters: Record<string, unknown>, how: object): Promise<Response> {
    const { request: ask } = await octokit();
    const send = async (token: string) => {
      const headers = { ...(parameters['headers'] as object | undefined), authorization: `token ${token}` };
      const response = await ask(route, { ...parameters, headers, request: how });
      if (response.status >= 300) throw Object.assign(new Error('redirect'), { status: response.status, response });
      return response as Response;
    };
    const token = await tokens.token();
    try {
      return await send(token);
    } catch (error) {
      // Revoked or ended before its time: one more attempt with another one.
      if (readError(error).status !== 401 || !tokens.refused(token)) throw error;
      return send(await tokens.token());
    }
  }

  return {
    async ask(question) {
      const { subject, signal, reply } = question;
      let body: unknown;
      try {
        const { query, variables, divisible } = question;
        const how = divisible ? { signal, retries: 0 } : { signal };
        body = (await unlessAborted(request(`POST ${graphqlUrl}`, { query, variables }, how), signal)).data;
      } catch (error) {
        signal.throwIfAborted();
        const failure = explain(subject, error);
        if (question.divisible && isTooHeavy(error, failure)) return { outcome: 'too-heavy', failure };
        throw failure;
      }
      const envelope = Envelope.safeParse(body);
      if (!envelope.success) throw notUnderstood(host, envelope.error);
      const { data, errors } = envelope.data;
      if (errors.length > 0 && (data === null || data === undefined)) throw explain(subject, { errors });
      const parsed = reply.safeParse(data);
      if (parsed.success) return { outcome: 'answered', data: parsed.data, errors };
      throw errors.length > 0 ? explain(subject, { errors }) : notUnderstood(host, parsed.error);
    },
    async send({ route, parameters = {}, reply, told = [], subject, signal }) {
      try {
        const { data, headers } = await unlessAborted(request(route, parameters, { signal }), signal);
        const parsed = reply.safeParse(data);
        if (!parsed.success) throw notUnderstood(host, parsed.error);
        return { outcome: 'done', data: parsed.data, etag: headers['etag'] };
      } catch (error) {
        signal.throwIfAborted();
        const { status, words } = readError(error);
        if (status !== undefined && told.includes(status)) return { outcome: 'told', status, words };
        throw explain(subject, error);
      }
    },
    explain: (errors, subject) => explain(subject, { errors }),
    async token(signal) {
      try {
        return await unlessAborted(tokens.token(), signal);
      } catch (error) {
        signal.throwIfAborted();
        throw explain('repositories', error);
      }
    },
  };
}

const LibraryError = z.object({
  status: z.number().optional(),
  message: z.string().catch(''),
  response: z
    .object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()).catch({}), data: z.unknown().optional() })
    .optional(),
  errors: Envelope.shape.errors.catch([]),
  cause: z.unknown().optional(),
});

type Seen = Pick<Failure, 'status' | 'headers' | 'words' | 'errors' | 'cause'>;

/** The library calls a request without an answer a 500; only an answer has a status here. */
function readError(error: unknown): Seen {
  const { status, message, response, errors, cause } = LibraryError.parse(error);
  const seen: Seen = { headers: response?.headers ?? {}, words: message, errors };
  if (!response) return { ...seen, cause: cause ?? (error instanceof Error ? error : undefined) };
  const body = Envelope.safeParse(response.data);
  if (body.success) seen.errors = body.data.errors;
  if (status !== undefined) seen.status = status;
  return seen;
}

/** GitHub ends a query that takes it too long with 502 or 504, or says that something went wrong; a proxy breaks off or is silent. */
function isTooHeavy(error: unknown, { code }: SourceUnavailable): boolean {
  if (code === 'timeout') return true;
  const { status, cause } = readError(error);
  const brokenOff = cause instanceof Error && /terminated|other side closed|ECONNRESET/.test(`${cause.message} ${String(cause.cause)}`);
  return code === 'unreachable' && (status !== undefined || brokenOff);
}

function notUnderstood(host: string, cause: z.ZodError): SourceUnavailable {
  const fix = 'Check that apiUrl is the address of its API: https://api.github.com, or https://<host>/api/v3.';
  return new SourceUnavailable('failed', `${host} answers with something that is not understood.`, fix, { cause });
}

/** What waits for a pause cannot be woken: whoever does not want the answer any more leaves at once. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason as Error);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
