import { isTimeZone } from "@ballast/domain/oncall";
import { InvalidArgumentError, Option, type Command } from "commander";
import { usageFailure } from "../client/failure.ts";
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
  readonly offset?: string;
  readonly zone?: string;
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

/** @throws InvalidArgumentError */
function zoneName(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError("Give it as Europe/Berlin; an offset that holds all year is --offset.");
}

/** Registers `ballast import cachet` and `ballast import upptime`: histories of other status pages. */
export function addPages(
  add: (usage: string, description: string) => Command,
  run: (session: Session, source: ImportSource, flags: HistoryFlags) => Promise<void>,
): void {
  add("cachet <file-or-address>", "the incidents and schedules of a Cachet, versions 2 and 3")
    .addOption(new Option("--impact <level>", "how bad its incidents were, which it does not say").choices(impacts).default("major"))
    .option("--offset <zone>", "how far from UTC its times stand all year, as +02:00; Z unless told", zoneOffset)
    .option("--zone <name>", "in which zone its times stand, as Europe/Berlin: with the hours of its summer", zoneName)
    .action(acting<CachetFlags>(async (session, { args: [from = ""], flags }) => {
      const { impact, offset = "Z", zone } = flags;
      if (zone !== undefined && flags.offset !== undefined)
        throw usageFailure("Its times stand in a zone or at an offset: --zone or --offset.");
      return run(session, await cachetSource(from, { impact, offset, zone }), flags);
    }));
  add("upptime <folder>", "a clone of an Upptime repository, with its issues as GitHub's API gives them")
    .option("--issues <file>", "where its issues are saved; issues.json in the folder unless told")
    .action(acting<UpptimeFlags>(async (session, { args: [folder = ""], flags }) =>
      run(session, await upptimeSource(folder, { issues: flags.issues, now: Date.now() }), flags)));
}
