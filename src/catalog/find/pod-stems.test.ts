import { expect, test } from 'vitest';
import { podStems } from './pod-stems.ts';

const sure = (name: string) => podStems(name).flatMap((stem) => (stem.sure ? [stem.name] : []));

test.each([
  ['payments-api-7d9f8b6c5-x2x9k', 'payments-api', 'Deployment'],
  ['payments-api-7d9f8b6c5', 'payments-api', 'ReplicaSet'],
  ['payments-api-2035384211-9rkqp', 'payments-api', 'ReplicaSet of an old cluster'],
  ['ledger-db-0', 'ledger-db', 'StatefulSet'],
  ['log-shipper-x2x9k', 'log-shipper', 'DaemonSet or Job'],
  ['nightly-report-28391040-x2x9k', 'nightly-report', 'CronJob'],
  ['nightly-report-28391040', 'nightly-report', 'Job of a CronJob'],
  ['import-3-x2x9k', 'import', 'indexed Job'],
])('%s is of %s (%s)', (pod, stem) => {
  expect(sure(pod)).toContain(stem);
});

test('the stem is never shortened further', () => {
  expect(sure('payments-api-7d9f8b6c5-x2x9k')).not.toContain('payments');
});

test.each(['payments', 'payments-api', 'payments-https', 'payments-http2', 'payments-proxy', 'shard-007', 'cart-v2', 'x', '-', '', '-0'])(
  '%j is no pod for sure',
  (name) => {
    expect(sure(name)).toEqual([]);
  },
);

test('said to be a pod, five letters that Kubernetes may have made up are taken for that', () => {
  expect(podStems('payments-https', true)).toContainEqual({ name: 'payments', sure: true });
});
