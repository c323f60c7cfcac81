import type { Registrations } from '#core/registrations.ts';
import type { Errand } from '#jobs/define-errand.ts';
import type { Errands } from '#jobs/send-errands.ts';

type Asked = { [Verb in keyof Registrations]: { verb: Verb; input: Parameters<Registrations[Verb]>[0] } }[keyof Registrations];

const id = 'catalog.registrations';

/** Reading repositories for processes that only answer. */
export function registrationsErrand(registrations: Registrations): Errand {
  return { id, run: (_, asked) => run(registrations, asked as Asked) };
}

function run(registrations: Registrations, asked: Asked): Promise<unknown> {
  switch (asked.verb) {
    case 'look':
      return registrations.look(asked.input);
    case 'register':
      return registrations.register(asked.input);
    case 'unregister':
      return registrations.unregister(asked.input);
    case 'refresh':
      return registrations.refresh(asked.input);
    case 'list':
      return registrations.list();
  }
}

/** The same, done by a process that works. */
export function distantRegistrations(errands: Errands): Registrations {
  const ask = <Done>(asked: Asked): Promise<Done> => errands.ask(id, asked) as Promise<Done>;
  return {
    look: (input) => ask({ verb: 'look', input }),
    register: (input) => ask({ verb: 'register', input }),
    unregister: (input) => ask({ verb: 'unregister', input }),
    refresh: (input) => ask({ verb: 'refresh', input }),
    list: () => ask({ verb: 'list', input: undefined }),
  };
}
