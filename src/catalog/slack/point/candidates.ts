import { jsonParts } from './json-parts.ts';
import { messageTexts, type Piece } from './message-texts.ts';

/** Something in a message that may be the name of something. */
export interface Candidate {
  text: string;
  /** How likely it is what the message is about; 0 = it stands where alerts name the service. */
  rank: number;
}

/** Names under which alerts, logs and Kubernetes say what it is about, the most telling first. */
const labels = [
  [
    'service',
    'service_name',
    'servicename',
    'service.name',
    'dd.service',
    'app',
    'app_name',
    'application',
    'component',
    'entity',
    'app.kubernetes.io/name',
    'app.kubernetes.io/instance',
    'k8s-app',
    'project',
  ],
  ['deployment', 'statefulset', 'daemonset', 'workload', 'replicaset', 'cronjob', 'pod', 'pod_name', 'container', 'container_name'],
  ['repository', 'repo', 'source', 'api', 'resource', 'database', 'db', 'queue', 'topic', 'system', 'job', 'job_name', 'task'],
  ['host', 'hostname', 'instance', 'url', 'target', 'endpoint', 'team', 'owner', 'namespace'],
];
const rankOfLabel = new Map(labels.flatMap((names, rank) => names.map((name) => [name, rank] as const)));
const ranks = { url: 4, identifier: 5, phrase: 6, word: 7 };

const mostCandidates = 300;

/**
 * What a message may be about, the most telling first, each once: values of telling labels, in text, fields and JSON;
 * addresses; what looks like an identifier; words and neighbouring words. Which of them mean anything the catalog says.
 */
export function candidatesIn(message: Parameters<typeof messageTexts>[0]): Candidate[] {
  const best = new Map<string, Candidate>();
  const offer = (written: string, rank: number): void => {
    // Names and addresses are short, and what is not costs more to look at.
    if (written.length > 400) return;
    const text = trimmed(written);
    const key = text.toLowerCase();
    if (text.length < 2 || text.length > 300 || rank >= (best.get(key)?.rank ?? Infinity)) return;
    // A better place keeps the position of the first mention.
    best.set(key, { text, rank });
  };
  for (const piece of messageTexts(message)) {
    for (const part of [piece, ...jsonParts(piece.text)]) readPiece(part, offer);
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank).slice(0, mostCandidates);
}

function readPiece({ text, label }: Piece, offer: (text: string, rank: number) => void): void {
  const decoded = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const named = label === undefined ? undefined : rankOfLabel.get(labelKey(label));
  if (named !== undefined) offer(decoded, named);
  for (const [, name = '', ...values] of decoded.matchAll(pair)) {
    const rank = rankOfLabel.get(labelKey(name));
    const value = values.find((one) => one !== undefined);
    if (rank !== undefined && value) offer(value, rank);
  }
  for (const [address] of decoded.matchAll(addresses)) offer(address.replace(/^<|[>|].*$/g, ''), ranks.url);
  for (const line of decoded.replaceAll(/<[^<>]*>/g, ' ').split('\n')) readLine(line, offer);
}

/** `key=value`, `key: value`, `"key": "value"`, also of Prometheus and of mrkdwn with a bold key. */
const pair = /([A-Za-z][\w./-]{0,60})["'*_`]{0,3}\s?[:=]\s?["'*_`]{0,3}(?:([^\s"'`,;{}()[\]<>*|]+))/g;
const addresses = /<https?:\/\/[^<>\s]+>|https?:\/\/[^\s<>"'`|)\]}]+|\bgit@[\w.-]+:[\w./-]+/g;

function readLine(line: string, offer: (text: string, rank: number) => void): void {
  const tokens = line.match(/[\p{L}\p{N}][\p{L}\p{N}._/:@-]*/gu) ?? [];
  const words = tokens.map(trimmed);
  words.forEach((word, i) => {
    // People are not what a message is about, and a number is nobody's.
    if (word.includes('@') || /^[\d.:/-]*$/.test(word)) return;
    if (/[._/:-]|\d/.test(word)) offer(word, ranks.identifier);
    else if (word.length > 2) offer(word, ranks.word);
    for (const length of [2, 3]) {
      const phrase = words.slice(i, i + length);
      if (phrase.length === length && phrase.every((part) => /^\p{L}[\p{L}\p{N}]*$/u.test(part))) offer(phrase.join(' '), ranks.phrase);
    }
  });
  for (const word of words) for (const stem of packages(word)) offer(stem, ranks.identifier);
}

/** `com.acme.pay.Charge.run` of a stack trace → the packages it lies in; they count if something is called exactly so. */
function packages(word: string): string[] {
  const parts = word.split('.');
  if (parts.length < 3 || parts.length > 12 || /[/:]/.test(word)) return [];
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.')).slice(1, -1);
}

function labelKey(label: string): string {
  return label
    .slice(0, 100)
    .trim()
    .toLowerCase()
    .replace(/^(?:labels?|commonlabels|grouplabels|tags?|kubernetes|metadata)[._]/, '')
    .replace(/[:\s]+$/, '')
    .replaceAll(' ', '_');
}

function trimmed(text: string): string {
  return text.replace(/^[\s"'`*_~([{<]+|[\s"'`*_~)\]}>.,;:!?/]+$/g, '');
}
