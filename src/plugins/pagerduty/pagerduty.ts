import type { Plugin, Tools } from '#plugin.ts';
import { createClient } from './client.ts';
import { onCallSection } from './on-call-section.ts';
import { onCallReader } from './read-on-call.ts';
import { pageTeam } from './page-team.button.ts';

export interface PagerDutyConfig {
  /** Of the REST API; paging needs one that may write. */
  token: string;
  /** Without a slash at the end. */
  apiUrl: string;
  /** In whose name PagerDuty is asked to page when it does not know whoever presses: the e-mail address of one of its users. */
  from?: string | undefined;
  /** Absent: nobody. */
  mayPage?: 'everyone' | readonly string[] | undefined;
}

/** Who is on call, on the card of what names a service of PagerDuty or whose owner does; and a button that pages them. */
export function createPagerDuty(config: PagerDutyConfig, tools: Tools): Plugin {
  const client = createClient(config, tools);
  const reader = onCallReader(client, tools);
  return {
    id: 'pagerduty',
    sections: [onCallSection(reader, tools)],
    buttons: config.mayPage === undefined ? [] : [pageTeam({ client, reader, config }, tools)],
  };
}
