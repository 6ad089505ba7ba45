import type { CliCommand } from "../command.ts";

/**
 * Every command by its first word, in the order of the help. Each is loaded only when it is called: a client's command
 * needs neither the event store nor the workflow engine. Add yours to the list.
 */
const loaders = {
  start: async () => (await import("../start/command.ts")).command,
  doctor: async () => (await import("../doctor/command.ts")).command,
  demo: async () => (await import("./demo.command.ts")).command,
  service: async () => (await import("./service.command.ts")).command,
  release: async () => (await import("./release.command.ts")).command,
  deploy: async () => (await import("./deploy.command.ts")).command,
  rollback: async () => (await import("./rollback.command.ts")).command,
  incident: async () => (await import("./incident.command.ts")).command,
  "alert-rule": async () => (await import("./alertRule.command.ts")).command,
  heartbeat: async () => (await import("./heartbeat.command.ts")).command,
  "severity-matrix": async () => (await import("./severityMatrix.command.ts")).command,
  "incident-type": async () => (await import("./incidentType.command.ts")).command,
  "update-template": async () => (await import("./updateTemplate.command.ts")).command,
  chat: async () => (await import("./chat.command.ts")).command,
  drill: async () => (await import("./drill.command.ts")).command,
  maintenance: async () => (await import("./maintenance.command.ts")).command,
  flag: async () => (await import("./flag.command.ts")).command,
  risk: async () => (await import("./risk.command.ts")).command,
  mitigation: async () => (await import("./mitigation.command.ts")).command,
  factor: async () => (await import("./factor.command.ts")).command,
  action: async () => (await import("./action.command.ts")).command,
  review: async () => (await import("./review.command.ts")).command,
  forum: async () => (await import("./forum.command.ts")).command,
  lens: async () => (await import("./lens.command.ts")).command,
  readiness: async () => (await import("./readiness.command.ts")).command,
  segment: async () => (await import("./segment.command.ts")).command,
  changes: async () => (await import("./changes.command.ts")).command,
  customer: async () => (await import("./customer.command.ts")).command,
  oncall: async () => (await import("./oncall.command.ts")).command,
  escalation: async () => (await import("./escalation.command.ts")).command,
  person: async () => (await import("./person.command.ts")).command,
  status: async () => (await import("./status.command.ts")).command,
  import: async () => (await import("./import.command.ts")).command,
  objective: async () => (await import("./objective.command.ts")).command,
  export: async () => (await import("./export.command.ts")).command,
  report: async () => (await import("./report.command.ts")).command,
  query: async () => (await import("./query.command.ts")).command,
  tail: async () => (await import("./tail.command.ts")).command,
  token: async () => (await import("./token.command.ts")).command,
  calendar: async () => (await import("./calendar.command.ts")).command,
  "sign-in": async () => (await import("./signIn.command.ts")).command,
  eventstore: async () => (await import("../eventstore/command.ts")).command,
  completion: async () => (await import("./completion.command.ts")).command,
} satisfies Readonly<Record<string, () => Promise<CliCommand>>>;

/** All first words. */
export const commandNames = Object.keys(loaders);

const isName = (word: string): word is keyof typeof loaders => Object.hasOwn(loaders, word);

/** The first word that is not an option or an option's value; options that stand before a command are the common ones. */
function firstWord(words: readonly string[]): string | undefined {
  const [word, ...rest] = words;
  if (word === "--data") return firstWord(rest.slice(1));
  return word?.startsWith("-") === true ? firstWord(rest) : word;
}

/** What is to be registered for these words: the one command they call, or all, for help and for words that are none. */
export async function commandsFor(words: readonly string[]): Promise<readonly CliCommand[]> {
  const name = firstWord(words);
  if (name === undefined && words.some((word) => word === "--version" || word === "-V")) return [];
  // All places of the command line are in a completion.
  if (name !== undefined && name !== "completion" && isName(name)) return [await loaders[name]()];
  return Promise.all(Object.values(loaders).map((load) => load()));
}
