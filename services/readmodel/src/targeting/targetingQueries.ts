import { backWith, targetingDecider, type BackWithDeploy, type OpenTargeting, type Targeting } from "@ballast/domain/targeting";
import type { RecordedEvent } from "@ballast/eventlog";
import type { TargetingEvent } from "@ballast/schema";
import { momentOf, type AsOf } from "../engine/asOf.ts";
import { textOf, type Database } from "../engine/database.ts";
import { streamEvents, timesOf } from "../engine/eventTable.ts";
import type { Stored } from "../engine/projection.ts";
import { is, tableOf, type Condition } from "../engine/query.ts";
import { targetingProjection, type TargetingRow } from "./targetingProjection.ts";

/** Queries over managed flags in their environments. */
export type TargetingQueries = ReturnType<typeof targetingQueries>;

/** One event of a flag in an environment, with what it gave before and after. */
export interface TargetingStep {
  readonly recorded: RecordedEvent;
  /** Null before it was opened. */
  readonly before: OpenTargeting | null;
  readonly after: OpenTargeting;
}

/** Where a customer gets something by name. */
const names = (customer: string): Condition => ({
  sql: "EXISTS (SELECT 1 FROM json_each(r.doc, '$.overrides') o WHERE o.value ->> '$.customer' = ?)",
  params: [customer],
});

/** Builds the queries. */
export function targetingQueries(db: () => Database) {
  const table = tableOf(db, targetingProjection);
  const sort = { column: "environment", descending: false } as const;
  return {
    get: table.get,
    all: (asOf?: AsOf): readonly Stored<TargetingRow>[] => table.all([], { sort, asOf }),
    of: (flagId: string, environment: string, asOf?: AsOf): Stored<TargetingRow> | undefined =>
      table.find([is("flagId", flagId), is("environment", environment)], asOf),
    /** A flag in all its environments. */
    ofFlag: (flagId: string, asOf?: AsOf): readonly Stored<TargetingRow>[] => table.all([is("flagId", flagId)], { sort, asOf }),
    /** Where flags are open, by name. */
    environments: (asOf?: AsOf): readonly string[] =>
      [...new Set(table.all([], { asOf }).map(({ environment }) => environment))].toSorted(),
    /** All that is managed in an environment. */
    inEnvironment: (environment: string, asOf?: AsOf): readonly Stored<TargetingRow>[] =>
      table.all([is("environment", environment)], { sort, asOf }),
    /** Where somebody is asked for a word, or a change waits for its time. */
    pending: (asOf?: AsOf): readonly Stored<TargetingRow>[] => table.all([is("pending", 1)], { sort, asOf }),
    /** Where this customer gets something by name. */
    naming: (customer: string, asOf?: AsOf): readonly Stored<TargetingRow>[] => table.all([names(customer)], { sort, asOf }),
    /** Where a flag is needed by another one. */
    needing: (flagId: string): readonly Stored<TargetingRow>[] =>
      table.all([], { sort }).filter(({ rules }) => rules.prerequisites.some((one) => one.flagId === flagId)),
    /** Where rules ask for a segment. */
    asking: (segmentId: string, asOf?: AsOf): readonly Stored<TargetingRow>[] =>
      table.all([], { sort, asOf }).filter(({ rules }) =>
        rules.rules.some(({ conditions }) => conditions.some((one) => one.kind === "segment" && one.segmentId === segmentId))),
    /** What would go back with a deploy, as it was changed for it and by nobody since: what it would give then. */
    goingBackWith: (deployId: string, asOf?: AsOf): readonly { readonly now: Stored<TargetingRow>; readonly back: BackWithDeploy }[] =>
      changedFor(db(), deployId).flatMap((id) => {
        const now = table.get(id, asOf);
        const back = backWith(deployId, stepsOf(db(), id, asOf).map(toStep));
        return now === undefined || back === null ? [] : [{ now, back }];
      }),
    /** Everything that happened to one, oldest first, with what it gave before and after each. */
    steps: (id: string, asOf?: AsOf): readonly TargetingStep[] => stepsOf(db(), id, asOf),
  };
}

/** As the rule takes a step. */
const toStep = ({ recorded: { event, revision }, before, after }: TargetingStep) =>
  ({ revision: Number(revision), deployId: "deployId" in event.data ? (event.data.deployId ?? null) : null, before, after });

/** Flags in their environments that were changed for a deploy. */
const changedFor = (db: Database, deployId: string): readonly string[] =>
  db.all("SELECT targetingId FROM changedFor WHERE deployId = ?", deployId).map((row) => textOf(row, "targetingId"));

function stepsOf(db: Database, id: string, asOf: AsOf | undefined): readonly TargetingStep[] {
  const moment = momentOf(db, asOf);
  const told = streamEvents(db, { category: "targeting", id }, moment.axis === "at" ? "at" : "position").filter((recorded) => {
    if (moment.axis === "now") return true;
    return moment.axis === "position" ? Number(recorded.position) <= moment.key : timesOf(recorded).at <= moment.key;
  });
  const steps: TargetingStep[] = [];
  let before: Targeting = targetingDecider.initialState;
  for (const recorded of told) {
    const after = targetingDecider.evolve(before, recorded.event as TargetingEvent);
    if (after.status === "open") steps.push({ recorded, before: before.status === "open" ? before : null, after });
    before = after;
  }
  return steps;
}
