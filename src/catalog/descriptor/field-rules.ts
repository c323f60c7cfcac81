/** What a text field must look like; `says` completes "Use …". Expressions and lengths are Backstage's. */
export interface Rule {
  test: (value: string) => boolean;
  says: string;
}

const objectName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const dnsLabel = /^[a-z0-9]+(?:-+[a-z0-9]+)*$/;
const kind = /^[a-zA-Z][a-z0-9A-Z]*$/;
const version = /^[a-z0-9A-Z]+$/;
const tag = /^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/;

const upTo63 = (value: string): boolean => value.length >= 1 && value.length <= 63;

function isName(value: string): boolean {
  return upTo63(value) && objectName.test(value);
}

function isDnsLabel(value: string): boolean {
  return upTo63(value) && dnsLabel.test(value);
}

function isDnsSubdomain(value: string): boolean {
  return value.length >= 1 && value.length <= 253 && value.split('.').every(isDnsLabel);
}

function isPrefixed(value: string, isSuffix: (part: string) => boolean): boolean {
  const [first = '', second, more] = value.split('/', 3);
  if (more !== undefined) return false;
  return second === undefined ? isSuffix(first) : isDnsSubdomain(first) && isSuffix(second);
}

export const rules = {
  apiVersion: {
    test: (value) => isPrefixed(value, (part) => upTo63(part) && version.test(part)),
    says: 'a version such as backstage.io/v1alpha1',
  },
  kind: {
    test: (value) => upTo63(value) && kind.test(value),
    says: 'at most 63 letters and digits, beginning with a letter',
  },
  name: {
    test: isName,
    says: '1 to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
  },
  namespace: {
    test: isDnsLabel,
    says: '1 to 63 lower-case letters and digits, with "-" only between them',
  },
  tag: {
    test: (value) => upTo63(value) && tag.test(value),
    says: '1 to 63 lower-case letters, digits, ":", "+" and "#", with single "-" between them',
  },
  key: {
    test: (value) => isPrefixed(value, isName),
    says: 'a name of at most 63 characters, with at most one prefix such as example.com/ before it',
  },
  labelValue: {
    test: (value) => value === '' || isName(value),
    says: 'at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
  },
  url: {
    test: (value) => URL.canParse(value),
    says: 'a whole URL, such as https://example.com/runbook',
  },
} satisfies Record<string, Rule>;
