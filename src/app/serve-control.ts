import { withRequestId } from '#core/request-id.ts';
import type { ControlVerbs } from '#http/control-socket.ts';
import type { Answering } from './create-answering.ts';
import { againstVerb } from './verbs/against.verb.ts';
import { askVerb } from './verbs/ask.verb.ts';
import { exportVerb } from './verbs/export.verb.ts';
import { statusVerb } from './verbs/status.verb.ts';
import { syncVerb } from './verbs/sync.verb.ts';
import type { VerbDeps, VerbInputs } from './verbs/verb.ts';

/** Lets the command line use this process, which alone may open its data folder. */
export function serveControl(deps: VerbDeps, answering: Answering): void {
  const verbs: ControlVerbs = {
    ask: (input, write) => askVerb(answering, input as VerbInputs['ask'], write),
    async sync(input, write) {
      await syncVerb(deps, input as VerbInputs['sync'], write);
      await answering.refresh();
    },
    status: (input, write) => statusVerb(deps, input as VerbInputs['status'], write),
    export: (_, write) => exportVerb(deps, answering, write),
    against: (input, write) => againstVerb(deps, input as VerbInputs['against'], write),
  };
  const named = Object.entries(verbs).map(([name, verb]): [string, ControlVerbs[string]] => [
    name,
    (input, write) => withRequestId(deps.clock, () => verb(input, write)),
  ]);
  deps.storage.dir.serve(Object.fromEntries(named));
}
