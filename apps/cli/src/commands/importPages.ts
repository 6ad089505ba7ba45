import { InvalidArgumentError, Option, type Command } from "commander";
import { cachetSource, upptimeSource } from "../import/pages.ts";
import type { ImportSource } from "../import/source.ts";
import { acting, type Session } from "./session.ts";

/** What every import of a history is told. */
interface HistoryFlags {
  readonly service?: string;
  readonly dryRun?: true;
  readonly register?: true;
}

interface CachetFlags extends HistoryFlags {
  readonly impact: "minor" | "major" | "critical";
  readonly offset: string;
}

interface UpptimeFlags extends HistoryFlags {
  readonly issues?: string;
}

const impacts = ["minor", "major", "critical"] as const;

/** @throws InvalidArgumentError */
function zoneOffset(text: string): string {
  if (/^(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/u.test(text)) return text;
  throw new InvalidArgumentError("Give it as +02:00, -05:30, or Z.");
}

/** Registers `ballast import cachet` and `ballast import upptime`: histories of other status pages. */
export function addPages(
  add: (usage: string, description: string) => Command,
  run: (session: Session, source: ImportSource, flags: HistoryFlags) => Promise<void>,
): void {
  add("cachet <file-or-address>", "the incidents and schedules of a Cachet, versions 2 and 3")
    .addOption(new Option("--impact <level>", "how bad its incidents were, which it does not say").choices(impacts).default("major"))
    .option("--offset <zone>", "in which zone its times stand, as +02:00", zoneOffset, "Z")
    .action(acting<CachetFlags>(async (session, { args: [from = ""], flags }) => run(session, await cachetSource(from, flags), flags)));
  add("upptime <folder>", "a clone of an Upptime repository, with its issues as GitHub's API gives them")
    .option("--issues <file>", "where its issues are saved; issues.json in the folder unless told")
    .action(acting<UpptimeFlags>(async (session, { args: [folder = ""], flags }) =>
      run(session, await upptimeSource(folder, { issues: flags.issues, now: Date.now() }), flags)));
}
