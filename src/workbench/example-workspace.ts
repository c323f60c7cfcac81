import type { Channel, Contents, Person } from './workspace.ts';

/** People of the example organisation in manifests/, matched to their User entities by email. */
const people: readonly Person[] = [
  { id: 'U0ANA', name: 'Ana Ferreira', handle: 'ana', email: 'ana.ferreira@halyard.example', kind: 'member', about: 'Team Payments' },
  { id: 'U0KENJI', name: 'Kenji Mori', handle: 'kenji', email: 'kenji.mori@halyard.example', kind: 'member', about: 'Team Storefront' },
  { id: 'U0GITA', name: 'Gita Rao', handle: 'gita', email: 'gita@brightside.example', kind: 'guest', about: 'Guest' },
  { id: 'U0BO', name: 'Bo Hansen', handle: 'bo', email: 'bo.hansen@halyard.example', kind: 'member', about: 'Team Payments' },
  { id: 'U0MARA', name: 'Mara Lindt', handle: 'mara', email: 'mara@northwind.example', kind: 'stranger', about: 'Northwind' },
  { id: 'U0ALERTS', name: 'Alerts', handle: 'alerts', email: '', kind: 'app', about: 'Monitoring' },
  { id: 'U0BOT', name: 'Switchboard', handle: 'switchboard', email: '', kind: 'app', about: 'This app' },
];

/** The people whom one can act as: a member, another member, a guest. */
export const actors: readonly string[] = ['U0ANA', 'U0KENJI', 'U0GITA'];

const channel = { kind: 'channel', guests: false, hasApp: true } as const;

const channels: readonly Channel[] = [
  { ...channel, id: 'C0INCIDENTS', name: 'incidents', about: 'What is broken right now', guests: true },
  { ...channel, id: 'C0PAYMENTS', name: 'team-payments', about: 'Team Payments at work' },
  { ...channel, id: 'C0NORTHWIND', name: 'halyard-northwind', about: 'With our courier', sharedWith: 'Northwind', guests: true },
  { ...channel, id: 'C0LUNCH', name: 'lunch', about: 'The app is not in here', hasApp: false },
  ...actors.map((id): Channel => ({
    id: `D0${id.slice(2)}`,
    name: 'Switchboard',
    kind: 'dm',
    about: 'The app',
    guests: true,
    hasApp: true,
    with: id,
  })),
];

const userGroups: Contents['userGroups'] = [
  { id: 'S0PAYMENTS', handle: 'payments-oncall', name: 'Payments on call' },
  { id: 'S0STOREFRONT', handle: 'storefront-oncall', name: 'Storefront on call' },
];

const posts: Contents['posts'] = [
  {
    minutesAgo: 14,
    channel: 'C0INCIDENTS',
    by: 'U0ALERTS',
    text: 'CrashLoopBackOff: pod fraud-check-7d9f8b6c5-x2x9k restarted 6 times',
    blocks: [
      {
        type: 'section',
        block_id: 'alert',
        text: {
          type: 'mrkdwn',
          text: '*CrashLoopBackOff* in production\nPod `fraud-check-7d9f8b6c5-x2x9k` restarted 6 times in 10 minutes.',
        },
      },
    ],
  },
  { minutesAgo: 12, channel: 'C0INCIDENTS', by: 'U0KENJI', text: 'Checkout is slow too. Whose is this?', blocks: [], thread: '0' },
  { minutesAgo: 9, channel: 'C0INCIDENTS', by: 'U0GITA', text: 'Orders from our shop are waiting as well.', blocks: [] },
  { minutesAgo: 50, channel: 'C0PAYMENTS', by: 'U0BO', text: 'I am deploying payments-api after the stand-up.', blocks: [] },
  { minutesAgo: 31, channel: 'C0NORTHWIND', by: 'U0MARA', text: 'Morning! Your tracking API answers slowly from our side.', blocks: [] },
  { minutesAgo: 70, channel: 'C0LUNCH', by: 'U0KENJI', text: 'Ramen at noon?', blocks: [] },
];

/** Channels, people and talk of the example organisation. */
export const exampleContents: Contents = { people, channels, userGroups, posts };
