import type { Command } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { availability, duration } from "@ballast/schema/words";
import { usageFailure } from "../client/failure.ts";
import { bold } from "../print/style.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { momentOption, oneOf } from "./values.ts";

const previewDocument = graphql(`
  query CorrectionEffect($id: ID!, $from: DateTime, $to: DateTime, $lifting: ID) {
    objective(id: $id) {
      standing { availabilityPercent leftMinutes observedMinutes }
      standingIf(from: $from, to: $to, lifting: $lifting) { availabilityPercent leftMinutes observedMinutes }
    }
  }
`);
const correcting = mutation("correctObjective", "objective { id name }");
const lifting = mutation("liftCorrection", "objective { id name }");
const indicating = mutation("setIndicator", "objective { id name }");

/** Finds an objective by its name or id. */
type Named = (session: Session, given: string) => Promise<{ readonly id: string; readonly name: string }>;

interface CorrectionFlags {
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly dryRun?: true;
}

const minutes = (value: number): string => duration(Math.round(value * 60_000));

/** What a correction does to the figures; nothing is recorded. */
async function lookAt(session: Session, id: string, asked: { from?: string; to?: string; lifting?: string }): Promise<void> {
  const { objective } = await session.client.query(previewDocument, { id, ...asked });
  session.show(objective, () => objective === null ? [] : [
    `${availability(objective.standing.availabilityPercent)} would be ${availability(objective.standingIf.availabilityPercent)};`
      + ` ${minutes(objective.standing.leftMinutes)} left would be ${minutes(objective.standingIf.leftMinutes)}. Nothing was recorded.`,
  ]);
}

const correct = (named: Named) => acting<CorrectionFlags>(async (session, { args: [given = ""], flags: { from, to, reason, dryRun } }) => {
  if (from === undefined || to === undefined) throw usageFailure("Which time? --from and --to, both of which have passed.");
  const { id, name } = await named(session, given);
  if (dryRun === true) return lookAt(session, id, { from, to });
  if (reason === undefined) throw usageFailure("Both figures are shown, and whoever compares them wants to know why: add --reason.");
  const { objective } = await session.client.mutate(correcting, { objectiveId: id, from, to, reason });
  session.show(objective, () => [`That time is left out of ${bold(name)}.`]);
});

const lift = (named: Named) => acting<CorrectionFlags>(async (session, { args: [given = "", correctionId = ""], flags }) => {
  const { id, name } = await named(session, given);
  if (flags.dryRun === true) return lookAt(session, id, { lifting: correctionId });
  if (flags.reason === undefined) throw usageFailure("Whoever compares the figures wants to know why: add --reason.");
  const { objective } = await session.client.mutate(lifting, { objectiveId: id, correctionId, reason: flags.reason });
  session.show(objective, () => [`That time counts in ${bold(name)} again.`]);
});

interface IndicatorFlags {
  readonly counts: "good" | "bad";
  readonly query?: string;
  readonly total?: string;
  readonly incidents?: true;
  readonly reason?: string;
}

const indicate = (named: Named) => acting<IndicatorFlags>(async (session, { args: [given = ""], flags }) => {
  const { counts, query, total, incidents, reason } = flags;
  if (reason === undefined) throw usageFailure("Whoever is held to it wants to know why: add --reason.");
  if ((incidents === true) === (query !== undefined || total !== undefined))
    throw usageFailure("Measured by requests it has --query and --total; by incidents it has --incidents alone.");
  if (incidents !== true && (query === undefined || total === undefined)) throw usageFailure("--query and --total stand together.");
  const { id, name } = await named(session, given);
  const indicator = query === undefined || total === undefined ? null : { counts, query, total };
  const { objective } = await session.client.mutate(indicating, { objectiveId: id, indicator, reason });
  session.show(objective, () => [`${bold(name)} is measured by ${indicator === null ? "incidents" : "requests"} from now on.`]);
});

/** Registers what decides how an objective is measured. */
export function addMeasuring(objective: Command, named: Named): void {
  addCommand(objective, "correct <objective>", "leaves a time out of what is measured, because what was measured in it was not so")
    .option("--from <moment>", "its start", momentOption)
    .option("--to <moment>", "its end; it has passed", momentOption)
    .option("--reason <text>", "why")
    .option("--dry-run", "record nothing; say what it does to the figures")
    .action(correct(named));
  addCommand(objective, "lift <objective> <correction>", "what was left out counts again; `objective show` names corrections")
    .option("--reason <text>", "why")
    .option("--dry-run", "record nothing; say what it does to the figures")
    .action(lift(named));
  addCommand(objective, "indicator <objective>", "measures it by requests, as two queries of Prometheus count them; or by incidents")
    .option("--counts <which>", "which requests --query counts: good or bad", oneOf(["good", "bad"] as const), "bad")
    .option("--query <promql>", "the query; {{.window}} in it stands for the time that is counted")
    .option("--total <promql>", "the query of all requests that count")
    .option("--incidents", "measure it by incidents again")
    .option("--reason <text>", "why")
    .action(indicate(named));
}
