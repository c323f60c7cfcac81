const formats: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
};

/** Slack's date notation, as `{date_short} at {time}` or `{ago}`, in words (https://docs.slack.dev/messaging/formatting-message-text). */
export function dateText(format: string, at: Date, now: Date): string {
  return format.replace(/\{(\w+)\}/g, (all, name: string) => {
    if (name === 'ago') return ago(at, now);
    if (name.endsWith('_pretty')) return pretty(at, now) ?? show(name.slice(0, -'_pretty'.length), at) ?? all;
    return show(name, at) ?? all;
  });
}

/** As `4 minutes ago`. */
export function ago(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
  return words.format(Math.trunc(seconds / size), unit);
}

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

function show(name: string, at: Date): string | undefined {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  return format && new Intl.DateTimeFormat('en', { ...format, hourCycle: 'h23' }).format(at);
}

function pretty(at: Date, now: Date): string | undefined {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  return Math.abs(days) <= 1 ? words.format(days, 'day') : undefined;
}

const startOfDay = (at: Date): number => new Date(at).setHours(0, 0, 0, 0);
