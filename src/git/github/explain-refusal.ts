import { SourceUnavailable } from '#core/descriptor.ts';

/** What a question is about, which tells the permission that it needs. */
export type Subject = 'repositories' | 'files' | 'people' | 'proposals';

export interface GraphqlError {
  type?: string | undefined;
  message: string;
  path?: (string | number)[] | undefined;
  extensions?: { saml_failure?: boolean | undefined } | undefined;
}

/** All that is known of a question that GitHub did not answer. */
export interface Failure {
  host: string;
  subject: Subject;
  as: 'app' | 'person';
  now: Date;
  /** None when there was no answer at all. */
  status?: number;
  headers: Record<string, string | number | undefined>;
  /** GitHub's words, or those of the network; nothing secret. */
  words: string;
  errors: GraphqlError[];
  /** Why there was no answer; without anything secret. */
  cause?: unknown;
}

type Rule = [applies: (failure: Failure) => boolean, tell: (failure: Failure) => SourceUnavailable];

const permission: Record<Subject, { what: string; app: string; person: string }> = {
  repositories: { what: 'read repositories', app: 'Metadata: read-only', person: 'scope repo, or Metadata: read-only' },
  files: { what: 'read the contents of repositories', app: 'Contents: read-only', person: 'scope repo, or Contents: read-only' },
  people: {
    what: 'read teams and members',
    app: 'Members: read-only (of the organisation)',
    person: 'scope read:org, or Members: read-only',
  },
  proposals: {
    what: 'propose changes',
    app: 'Contents and Pull requests: read and write',
    person: 'scope repo, or Contents and Pull requests: read and write',
  },
};

const said = (pattern: RegExp) => (failure: Failure) =>
  pattern.test(failure.words) || failure.errors.some(({ message }) => pattern.test(message));
const typed =
  (...types: string[]) =>
  (failure: Failure) =>
    failure.errors.some(({ type }) => type !== undefined && types.includes(type));
const either =
  (...checks: ((failure: Failure) => boolean)[]) =>
  (failure: Failure) =>
    checks.some((check) => check(failure));

/** In the order in which they are looked at: a limit and single sign-on also answer 403. */
const rules: Rule[] = [
  [isLimited, limited],
  [
    either(
      (failure) => failure.headers['x-github-sso'] !== undefined,
      said(/SAML/),
      (failure) => failure.errors.some(({ extensions }) => extensions?.saml_failure === true),
    ),
    refuse(
      'wants the token to be authorised for single sign-on',
      'Authorise the token: GitHub, Settings, Developer settings, the token, Configure SSO.',
    ),
  ],
  [
    said(/IP allow list/i),
    refuse('does not take requests from this address', "Add this machine's address to the organisation's IP allow list."),
  ],
  [
    said(/suspended/i),
    refuse(
      'has suspended the GitHub App, or the account of the token',
      "Unsuspend it: the organisation's settings, GitHub Apps, Configure.",
    ),
  ],
  [
    ({ status }) => status === 401,
    (failure) =>
      failure.as === 'app'
        ? refuse(
            'does not take the credentials of the GitHub App',
            'Check the App id and that the private key is one of this App.',
          )(failure)
        : refuse('does not take the token', 'Check GITHUB_TOKEN or the token of the source: it may have ended or been revoked.')(failure),
  ],
  [
    ({ status }) => status !== undefined && status >= 300 && status < 400,
    refuse('answers with a redirect, which is not followed', 'Correct apiUrl.'),
  ],
  [either(({ status }) => status === 403, typed('FORBIDDEN', 'INSUFFICIENT_SCOPES'), said(/not accessible by/i)), forbidden],
  [
    either(({ status }) => status === 404, typed('NOT_FOUND')),
    (failure) =>
      unavailable(
        failure,
        'not-found',
        'does not have what was asked for',
        'Check apiUrl and organization, and what the credentials may see.',
      ),
  ],
  [
    either(
      ({ status, cause }) => status === undefined && isTimeout(cause),
      ({ status }) => status === 504,
    ),
    (failure) => unavailable(failure, 'timeout', 'did not answer in time', 'Check the network; the next look tries again.'),
  ],
  [
    ({ status }) => status !== undefined && status >= 500,
    (failure) =>
      unavailable(
        failure,
        'unreachable',
        `answers with an error of its own (${failure.status})`,
        'Look at its status page; the next look tries again.',
      ),
  ],
  [
    ({ status, words }) => status === undefined && /certificate|self-signed|SSL|TLS/i.test(words),
    (failure) =>
      unavailable(failure, 'unreachable', 'has a certificate that is not trusted', 'Start with NODE_EXTRA_CA_CERTS naming its CA.'),
  ],
  [
    ({ status }) => status === undefined,
    (failure) => unavailable(failure, 'unreachable', 'cannot be reached', 'Check the network and apiUrl; the next look tries again.'),
  ],
];

/** What an operator can do about a question that GitHub did not answer. */
export function explainRefusal(failure: Failure): SourceUnavailable {
  const rule = rules.find(([applies]) => applies(failure));
  if (rule) return rule[1](failure);
  return unavailable(failure, 'failed', `could not answer: ${wordsOf(failure).slice(0, 200)}`, 'Look into the log for all that it said.');
}

function isLimited(failure: Failure): boolean {
  const { status, headers } = failure;
  const refused = status === 403 || status === 429;
  return (
    typed('RATE_LIMITED')(failure) ||
    (refused && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0' || said(/rate limit/i)(failure)))
  );
}

function limited(failure: Failure): SourceUnavailable {
  const until = limitedUntil(failure);
  const fix = 'Nothing to be done: it goes on by itself. When it comes often, use a GitHub App, which may ask more, or a longer every.';
  const message = `${failure.host} takes no more requests until ${until.toISOString()}.`;
  return new SourceUnavailable('rate-limited', message, fix, { ...causeOf(failure), until });
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: retry-after, then the reset, else a minute. */
function limitedUntil({ headers, now }: Failure): Date {
  const after = Number(headers['retry-after']);
  if (after > 0) return new Date(now.getTime() + after * 1_000);
  const reset = Number(headers['x-ratelimit-reset']);
  return reset > 0 && headers['x-ratelimit-remaining'] === '0' ? new Date(reset * 1_000) : new Date(now.getTime() + 60_000);
}

function forbidden(failure: Failure): SourceUnavailable {
  const { what, app, person } = permission[failure.subject];
  const fix =
    failure.as === 'app' ? `Give the GitHub App the permission ${app}, and accept it for the organisation.` : `Give the token ${person}.`;
  return unavailable(failure, 'refused', `does not let these credentials ${what}`, fix);
}

function refuse(what: string, fix: string): Rule[1] {
  return (failure) => unavailable(failure, 'refused', what, fix);
}

function unavailable(failure: Failure, code: SourceUnavailable['code'], what: string, fix: string): SourceUnavailable {
  return new SourceUnavailable(code, `${failure.host} ${what}.`, fix, causeOf(failure));
}

const wordsOf = ({ words, errors }: Failure) => errors[0]?.message ?? words;

/** Never the library's own error, which carries the whole request and answer into the log. */
function causeOf(failure: Failure): ErrorOptions {
  return { cause: failure.cause ?? new Error(`${failure.status ?? 'no answer'}: ${wordsOf(failure)}`) };
}

const isTimeout = (cause: unknown): boolean =>
  cause instanceof Error && (cause.name === 'TimeoutError' || /timed? ?out/i.test(cause.message));
