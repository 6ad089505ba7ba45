import type { Command } from "commander";

/** Registers commands on the program. */
type Register = (program: Command) => void;

/**
 * Every command by its first word, in the order of the help. Each is loaded only when it is called: a client's command
 * needs neither the event store nor the workflow engine. Add yours to the list.
 */
const loaders = {
  start: async () => (await import("../start/command.ts")).registerStart,
  doctor: async () => (await import("../doctor/command.ts")).registerDoctor,
  demo: async () => (await import("./demo.ts")).registerDemo,
  service: async () => (await import("./service.ts")).registerService,
  release: async () => (await import("./release.ts")).registerRelease,
  deploy: async () => (await import("./deploy.ts")).registerDeploy,
  rollback: async () => (await import("./rollback.ts")).registerRollback,
  incident: async () => (await import("./incident.ts")).registerIncident,
  oncall: async () => (await import("./oncall.ts")).registerOncall,
  person: async () => (await import("./person.ts")).registerPerson,
  import: async () => (await import("./import.ts")).registerImport,
  report: async () => (await import("./report.ts")).registerReport,
  query: async () => (await import("./query.ts")).registerQuery,
  tail: async () => (await import("./tail.ts")).registerTail,
  token: async () => (await import("./token.ts")).registerToken,
  "sign-in": async () => (await import("./token.ts")).registerSignIn,
  eventstore: async () => (await import("../eventstore/command.ts")).registerEventstore,
  completion: async () => (await import("./completion.ts")).registerCompletion,
} satisfies Readonly<Record<string, () => Promise<Register>>>;

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
export async function commandsFor(words: readonly string[]): Promise<readonly Register[]> {
  const name = firstWord(words);
  if (name === undefined && words.some((word) => word === "--version" || word === "-V")) return [];
  // All places of the command line are in a completion.
  if (name !== undefined && name !== "completion" && isName(name)) return [await loaders[name]()];
  return Promise.all(Object.values(loaders).map((load) => load()));
}
