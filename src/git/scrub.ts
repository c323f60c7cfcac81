/** Takes secrets and the userinfo of URLs out of a text that people or logs will see. */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '***').replaceAll(encodeURIComponent(secret), '***');
  return clean.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@'"]*@/gi, '$1').replace(/(authorization:\s*)\S+(\s+\S+)?/gi, '$1***');
}
