import type { IncidentRole } from "@ballast/schema";

/** What somebody asks in a chat. Incidents go by their numbers, services by their slugs. */
export type AskedInChat =
  | { readonly verb: "help" }
  | {
    readonly verb: "declare"; readonly severity: number; readonly services: readonly string[]; readonly title: string;
    /** How it reads where the words after `in` are services: whoever knows which there are decides. Null where it names none. */
    readonly otherwise: { readonly services: readonly string[]; readonly title: string } | null;
  }
  | { readonly verb: "ack"; readonly number: number | null }
  | { readonly verb: "update"; readonly number: number; readonly text: string }
  | { readonly verb: "severity"; readonly number: number; readonly severity: number; readonly reason: string }
  | { readonly verb: "join"; readonly number: number; readonly role: IncidentRole }
  | { readonly verb: "resolve"; readonly number: number; readonly reason: string }
  | { readonly verb: "who"; readonly name: string }
  /** It cannot be read; what would be is said. */
  | { readonly verb: "unread"; readonly why: string };

const rolesByWord: ReadonlyMap<string, IncidentRole> = new Map([
  ["responder", "responder"], ["commander", "commander"], ["deputy", "deputy"], ["communications", "communications"], ["scribe", "scribe"],
  ["business", "business"],
]);

const unread = (why: string): AskedInChat => ({ verb: "unread", why });
const incident = String.raw`(?:inc-?)?(\d{1,9})`;

const declaration = /^(?:sev\s*-?([1-4])\s+)?(?:(?:in|on)\s+([a-z0-9][a-z0-9-]*(?:\s*,\s*[a-z0-9-]+)*)\s*:\s*)?([^]*)$/i;

/** The same without a colon: its first words may be services, or its title's. */
const uncolonned = /^(?:in|on)\s+([a-z0-9][a-z0-9-]*(?:\s*,\s*[a-z0-9][a-z0-9-]*)*)(?:\s+([^]*))?$/i;

const slugsOf = (text: string): readonly string[] =>
  text.toLowerCase().split(",").map((slug) => slug.trim()).filter((slug) => slug !== "");
const titleOf = (text: string): string => text.replaceAll(/\s+/g, " ").trim().slice(0, 300);

const readers: Readonly<Record<string, (rest: string) => AskedInChat>> = {
  help: () => ({ verb: "help" }),
  declare(rest) {
    const [, severity, services, title] = declaration.exec(rest) ?? [];
    const said = titleOf(title ?? "");
    if (said === "") return unread("Say what is wrong: `declare sev2 in checkout: Orders fail`.");
    const [, named, what = ""] = services === undefined ? (uncolonned.exec(said) ?? []) : [];
    return {
      verb: "declare", severity: severity === undefined ? 3 : Number(severity), title: said,
      services: services === undefined ? [] : slugsOf(services),
      otherwise: named === undefined ? null : { services: slugsOf(named), title: titleOf(what) },
    };
  },
  ack(rest) {
    if (rest === "") return { verb: "ack", number: null };
    const [, number] = new RegExp(`^${incident}$`, "i").exec(rest) ?? [];
    return number === undefined
      ? unread("Say which: `ack INC-12`, or `ack` alone for all that call you.") : { verb: "ack", number: Number(number) };
  },
  update(rest) {
    const [, number, text] = new RegExp(`^${incident}\\s+([^]+)$`, "i").exec(rest) ?? [];
    return number === undefined || text === undefined
      ? unread("Say of which incident, and what: `update INC-12 We roll back`.") : { verb: "update", number: Number(number), text };
  },
  severity(rest) {
    const [, number, severity, reason = ""] = new RegExp(`^${incident}\\s+(?:sev)?([1-4])(?:\\s+([^]+))?$`, "i").exec(rest) ?? [];
    return number === undefined || severity === undefined
      ? unread("Say of which incident, and how bad: `severity INC-12 1 everybody is hit`.")
      : { verb: "severity", number: Number(number), severity: Number(severity), reason };
  },
  join(rest) {
    const [, number, word = "responder"] = new RegExp(`^${incident}(?:\\s+(?:as\\s+)?([a-z]+))?$`, "i").exec(rest) ?? [];
    const role = rolesByWord.get(word.toLowerCase());
    return number === undefined || role === undefined
      ? unread(`Say which, and as what: \`join INC-12\`, \`join INC-12 as commander\` (${[...rolesByWord.keys()].join(", ")}).`)
      : { verb: "join", number: Number(number), role };
  },
  resolve(rest) {
    const [, number, reason = ""] = new RegExp(`^${incident}(?:\\s+([^]+))?$`, "i").exec(rest) ?? [];
    return number === undefined
      ? unread("Say which, and why: `resolve INC-12 rolled back`.") : { verb: "resolve", number: Number(number), reason };
  },
  who: (rest) => ({ verb: "who", name: rest }),
};

/** Reads what follows a slash command; nothing, and what is no command, is a question for help. */
export function readChatCommand(text: string): AskedInChat {
  const [, word = "help", rest = ""] = /^\s*(\S+)(?:\s+([^]*))?$/.exec(text) ?? [];
  const reader = new Map(Object.entries(readers)).get(word.toLowerCase());
  return reader === undefined ? unread(`There is no command \`${word.slice(0, 40).replaceAll("`", "")}\`.`) : reader(rest.trim());
}
