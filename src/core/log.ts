/**
 * Structured log; events are `slice.verb`. An error goes under `err`: only there the log keeps its stack and
 * causes. Secrets are redacted before they are written.
 */
export interface Log {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}
