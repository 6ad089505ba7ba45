/** What stays in a field once what was in it has been sent: what was typed meanwhile, after it or in its place. */
export const withoutSent = (sent: string) => (now: string): string =>
  now === sent ? "" : now.startsWith(sent) ? now.slice(sent.length).trimStart() : now;
