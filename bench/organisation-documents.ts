/** The text of each sort of file and document in a generated organisation. */
export interface ComponentFacts {
  name: string;
  /** Number in the organisation, from 0. */
  number: number;
  type: string;
  lifecycle: string;
  owner: string;
  system: string;
  /** Name of the API in the same file, if it has one. */
  api?: string;
  consumes: readonly string[];
  /** Full refs. */
  dependsOn: readonly string[];
}

export interface GroupFacts {
  name: string;
  parent?: string;
  children: readonly string[];
}

export function componentDocument(c: ComponentFacts): string {
  return `${head('Component', c.name)}
  title: ${titleOf(c.name)}
  description: Takes care of ${spaced(c.name)} for everyone who needs it
  annotations:
    github.com/project-slug: halyard-example/${c.name}
    backstage.io/techdocs-ref: dir:.
    backstage.io/kubernetes-id: ${c.name}
    pagerduty.com/service-id: ${pagerId(c.number)}
  tags: [${c.type}, ${c.lifecycle}]
  links:
    - url: https://wiki.halyard.example/runbooks/${c.name}
      title: Runbook
spec:
  type: ${c.type}
  lifecycle: ${c.lifecycle}
  owner: ${c.owner}
  system: ${c.system}
${list('providesApis', c.api === undefined ? [] : [c.api])}${list('consumesApis', c.consumes)}${list('dependsOn', c.dependsOn)}`;
}

export function apiDocument(c: ComponentFacts & { api: string }): string {
  return `${head('API', c.api)}
  description: How others talk to ${spaced(c.name)}
spec:
  type: openapi
  lifecycle: ${c.lifecycle}
  owner: ${c.owner}
  system: ${c.system}
  definition: |
    openapi: 3.1.0
    info:
      title: ${titleOf(c.api)}
      version: 1.${c.number % 40}.0
    paths:
      /${c.name}:
        get:
          summary: List what there is
          responses:
            '200':
              description: A page of results
`;
}

export function groupDocument(g: GroupFacts): string {
  return `${head('Group', g.name)}
  title: ${titleOf(g.name)}
  annotations:
    slack.com/channel: '#${g.name}'
spec:
  type: ${g.parent === undefined ? 'root' : g.children.length > 0 ? 'department' : 'team'}
  profile:
    email: ${g.name}@halyard.example
${g.parent === undefined ? '' : `  parent: ${g.parent}\n`}  children: [${g.children.join(', ')}]
`;
}

export function userDocument(person: string, group: string): string {
  return `${head('User', userName(person))}
spec:
  profile:
    displayName: ${person}
    email: ${userName(person)}@halyard.example
  memberOf: [${group}]
`;
}

export const userName = (person: string): string => person.toLowerCase().replaceAll(' ', '.');

export function domainDocument(name: string, owner: string): string {
  return `${head('Domain', name)}\nspec:\n  owner: ${owner}\n`;
}

export function systemDocument(name: string, owner: string, domain: string): string {
  return `${head('System', name)}\n  description: All there is to ${spaced(name)}\nspec:\n  owner: ${owner}\n  domain: ${domain}\n`;
}

export function resourceDocument(name: string, owner: string, system: string): string {
  const type = name.slice(name.indexOf('-') + 1);
  return `${head('Resource', name)}\nspec:\n  type: ${type}\n  owner: ${owner}\n  system: ${system}\n`;
}

export function locationDocument(name: string, targets: readonly string[]): string {
  return `${head('Location', name)}\nspec:\n  targets:\n${targets.map((target) => `    - ./${target}\n`).join('')}`;
}

export function siteFile(c: ComponentFacts): string {
  return `site_name: ${titleOf(c.name)}\ndocs_dir: docs\nplugins:\n  - techdocs-core\n`;
}

export function docsPage(c: ComponentFacts): string {
  return `# ${titleOf(c.name)}

Belongs to ${spaced(c.owner)} and is part of ${spaced(c.system)}.

## When it is down

1. Look at the error rate since the last deploy. If it rose with the deploy, roll back.
2. Look at what it needs: ${c.dependsOn.map((ref) => spaced(ref.slice(ref.indexOf(':') + 1))).join(', ') || 'nothing'}.
3. Page ${spaced(c.owner)}.
`;
}

function head(kind: string, name: string): string {
  return `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}`;
}

function list(field: string, values: readonly string[]): string {
  return values.length === 0 ? '' : `  ${field}:\n${values.map((value) => `    - ${value}\n`).join('')}`;
}

const spaced = (name: string): string => name.replaceAll('-', ' ');

export const titleOf = (name: string): string => spaced(name).replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** Looks like PagerDuty's: P and seven more characters. */
const pagerId = (number: number): string => `P${(number * 7919 + 1_000_000).toString(36).toUpperCase().padStart(7, '0')}`;
