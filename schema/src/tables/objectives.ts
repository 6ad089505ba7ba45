import { z } from "zod";
import { command } from "../graphql/command.ts";
import { graphql, type ResultOf, type VariablesOf } from "../graphql/document.ts";
import { defaultPolicy } from "../events/objective.ts";
import { neededLine, neededNumberCell, wordOrCell } from "./cells.ts";
import { csvLine } from "./csv.ts";
import type { FoundObjective, FoundPolicy, FoundWeighing, FoundWindow } from "./found.ts";
import { keyOf, peopleBy, refuseStrangeServices, servicesOf } from "./names.ts";
import { readCells, RowRefusal, type CellProblem, type Planned, type ReadRow, type Step, type Table, type TableClient } from "./table.ts";

const columns = [
  "name", "targetPercent", "window", "timeZone", "parts", "overlap", "maintenance", "criticalPercent", "majorPercent", "minorPercent",
  "owner", "counts", "query", "total", "gateDeploys", "askForActions",
] as const;

/** `30d`, or a calendar's month, quarter or year. */
const window = z.string().trim().transform((text, context): { kind: "rolling"; days: number } | { unit: "month" | "quarter" | "year" } => {
  const days = /^(\d{1,3})d$/u.exec(text)?.[1];
  if (days !== undefined && Number(days) >= 1 && Number(days) <= 366) return { kind: "rolling", days: Number(days) };
  const unit = (["month", "quarter", "year"] as const).find((known) => known === text);
  if (unit !== undefined) return { unit };
  context.addIssue({ code: "custom", message: `"${text}" is neither days, as 30d, nor month, quarter or year` });
  return z.NEVER;
});

/** `checkout=60; search/Suggestions=10`; a share that is not said is all of it. */
const parts = z.string().transform((text, context): FoundWeighing["parts"] =>
  text.split(/[;\n]/u).map((part) => part.trim()).filter((part) => part !== "").flatMap((part) => {
    const [, service, component, share] = /^([^/=\s]+)(?:\/([^=]+?))?(?:\s*=\s*([\d.,]+)\s*%?)?$/u.exec(part) ?? [];
    const sharePercent = share === undefined ? 100 : Number(share.replace(",", "."));
    if (service === undefined || !(sharePercent >= 0 && sharePercent <= 100)) {
      context.addIssue({ code: "custom", message: `"${part}" is not like checkout=60 or search/Suggestions=10` });
      return [];
    }
    return [{ service, component: component ?? null, sharePercent }];
  }),
);

const percentCell = neededNumberCell(0, 100);
const yesNo = ["yes", "no"] as const;
const fields = z.object({
  name: neededLine, targetPercent: percentCell, window, timeZone: z.string().trim(), parts,
  overlap: wordOrCell(["max", "independent", "capped", "union"], "max"), maintenance: wordOrCell(["excluded", "counted"], "excluded"),
  criticalPercent: percentCell, majorPercent: percentCell, minorPercent: percentCell,
  owner: z.string().trim(), counts: z.union([z.literal(""), wordOrCell(["good", "bad"], "good")]), query: z.string().trim(),
  total: z.string().trim(), gateDeploys: wordOrCell(yesNo, "no"), askForActions: wordOrCell(yesNo, "yes"),
});
type Row = z.infer<typeof fields>;

/** What an empty cell stands for: what an objective is unless somebody says otherwise. */
const usual: Readonly<Record<string, string>> = { window: "30d", criticalPercent: "100", majorPercent: "100", minorPercent: "0" };

function oddities({ parts: named, counts, query, total, window: over, timeZone }: Row): readonly CellProblem[] {
  const stated = [counts, query, total].filter((text) => text !== "").length;
  return [
    ...(named.length === 0 ? [{ column: "parts", reason: "it is missing" }] : []),
    ...(stated % 3 === 0 ? [] : [{ column: "query", reason: "counts, query and total stand together or not at all" }]),
    ...("kind" in over && timeZone !== "" ? [{ column: "timeZone", reason: "days that roll on have no zone" }] : []),
  ];
}

function objectiveOf(row: Row): FoundObjective {
  const { name, targetPercent, parts: named, overlap, maintenance, criticalPercent, majorPercent, minorPercent, owner, counts } = row;
  const over: FoundWindow =
    "kind" in row.window ? row.window : { kind: "calendar", unit: row.window.unit, timeZone: row.timeZone || "UTC" };
  return {
    name, targetPercent, window: over, service: null, owner: owner === "" ? null : owner,
    weighing: { parts: named, weights: { criticalPercent, majorPercent, minorPercent }, overlap, maintenance },
    indicator: counts === "" ? null : { counts, query: row.query, total: row.total },
    policy: { gateDeploys: row.gateDeploys === "yes", askForActions: row.askForActions === "yes" },
  };
}

function read(record: Readonly<Record<string, string>>): ReadRow<FoundObjective> {
  const found = readCells(fields, { columns, usual }, record);
  if ("problems" in found) return found;
  const problems = oddities(found.row);
  return problems.length === 0 ? { row: objectiveOf(found.row) } : { problems };
}

export const tableObjectives = graphql(`
  query TableObjectives($retired: Boolean) {
    objectives(retired: $retired) {
      id name retired targetPercent overlap maintenance window { kind days unit timeZone } indicator { counts query total }
      owner { id login } policy { gateDeploys askForActions }
      weights { criticalPercent majorPercent minorPercent } parts { service { slug } component sharePercent }
    }
  }
`);
type Known = ResultOf<typeof tableObjectives>["objectives"][number];

export const tableDefineObjective = command("defineObjective", "objective { id }");
export const tableChangeObjective = command("changeObjective", "objective { id }");
export const tableSetBudgetPolicy = command("setBudgetPolicy", "objective { id }");
type Input = VariablesOf<typeof tableDefineObjective.document>["input"];

/** What else is told of objectives that come in, whatever they are written in. */
export interface ObjectivePlanning {
  /** Why, as the log keeps it. */
  readonly reason: string;
  /** What a service that the file names is called here; null where it names none and nobody said which. */
  readonly ours: (theirs: string | null) => string | null;
  /** What to do about a service that is not here. */
  readonly remedyFor?: (theirs: string) => string;
}

/** Whether an objective says this already. */
function isSame(before: Known, input: Input): boolean {
  const { kind, days, unit, timeZone } = before.window;
  const said = {
    targetPercent: before.targetPercent, window: kind === "rolling" ? { kind, days } : { kind, unit, timeZone },
    parts: before.parts.map(({ service, component, sharePercent }) => ({ component, sharePercent, service: service?.slug })),
    indicator: before.indicator, weights: before.weights, overlap: before.overlap, maintenance: before.maintenance,
    owner: before.owner?.id ?? null,
  };
  const asked = {
    targetPercent: input.targetPercent,
    window: input.window,
    parts: input.parts.map(({ service, component, sharePercent }) => ({ component, sharePercent, service })),
    // An indicator that is not named stays.
    indicator: input.indicator ?? before.indicator,
    weights: input.weights ?? before.weights,
    overlap: input.overlap ?? before.overlap,
    maintenance: input.maintenance ?? before.maintenance,
    owner: input.ownerId ?? null,
  };
  return before.retired === null && JSON.stringify(said) === JSON.stringify(asked);
}

/** Which objective a command was about; null where the server cannot read it yet. */
const made = ({ objective }: { readonly objective: { readonly id: string } | null }): string | null => objective?.id ?? null;

interface Beside {
  readonly before: Known | undefined;
  readonly reason: string;
  readonly policy: FoundPolicy | undefined;
}

/** What has to be said so that it is as asked for; nothing where it is. */
function commandsFor(
  client: TableClient, input: Input, { before, reason, policy }: Beside,
): readonly Step[] {
  const content: readonly Step[] =
    before === undefined
      ? [async () => made(await client.mutate(tableDefineObjective, { idempotencyKey: keyOf("objective", input), ...input }))]
      : isSame(before, input)
        ? [] : [async () => made(await client.mutate(tableChangeObjective, { ...input, objectiveId: before.id, reason }))];
  const now = before?.policy ?? { gateDeploys: defaultPolicy.gateDeploys, askForActions: defaultPolicy.askForActions };
  if (policy === undefined || (policy.gateDeploys === now.gateDeploys && policy.askForActions === now.askForActions)) return content;
  return [...content, async (defined) => {
    const objectiveId = before?.id ?? defined;
    if (objectiveId === null)
      throw new RowRefusal({ column: null, reason: "it was made and cannot be read yet", remedy: "Import the file again." });
    await client.mutate(tableSetBudgetPolicy, { objectiveId, ...policy, reason });
    return objectiveId;
  }];
}

/**
 * Looks once at what is there; answers what has to be done about each objective that is found in a file. An objective is known by its name.
 */
export async function planObjectives(
  client: TableClient, { reason, ours, remedyFor }: ObjectivePlanning,
): Promise<(objective: FoundObjective) => Planned> {
  const { objectives } = await client.query(tableObjectives, { retired: true });
  const known = new Map(objectives.map((one) => [one.name.toLowerCase(), one]));
  const [person, services] = [await peopleBy(client, "owner"), await servicesOf(client)];
  return (objective) => {
    const { name, targetPercent, window: over, indicator, weighing, service, owner, policy } = objective;
    if (name.length > 300) throw new RowRefusal({ column: "name", reason: "its name is longer than 300 characters" });
    const before = known.get(name.toLowerCase());
    const named = (weighing?.parts ?? [{ service, component: null, sharePercent: 100 }]).map((part) => {
      const slug = ours(part.service);
      if (slug === null)
        throw new RowRefusal({ column: "service", reason: "the format names no service", remedy: "Say whose it is: --service NAME." });
      if (!services.has(slug) && remedyFor !== undefined)
        throw new RowRefusal({ column: "parts", reason: `there is no service ${slug}`, remedy: remedyFor(slug) });
      return { ...part, service: slug };
    });
    refuseStrangeServices(named.map(({ service: slug }) => slug), services, "parts");
    const input = {
      name, targetPercent, window: over, parts: named, indicator,
      ownerId: owner === undefined ? (before?.owner?.id ?? null) : owner === null ? null : person(owner),
      weights: weighing?.weights ?? before?.weights ?? null, overlap: weighing?.overlap ?? before?.overlap ?? null,
      maintenance: weighing?.maintenance ?? before?.maintenance ?? null,
    };
    const steps = commandsFor(client, input, { before, reason, policy });
    return { outcome: before === undefined ? "made" : steps.length === 0 ? "unchanged" : "changed", steps };
  };
}

/** Objectives, a column for every field. */
export const objectiveTable: Table<FoundObjective> = {
  columns, needed: ["name", "targetPercent", "parts"], read, called: ({ name }) => name, callsBy: "name",
  begin: (client) => planObjectives(client, { reason: "imported", ours: (theirs) => theirs }),
};

const yes = (value: boolean): string => (value ? "yes" : "no");

/** An objective as it is written. */
type WrittenObjective = Omit<Known, "id" | "retired" | "owner"> & { readonly owner: { readonly login: string } | null };

/** Objectives as lines of a CSV that {@link objectiveTable} reads. */
export const objectivesAsCsv = (objectives: readonly WrittenObjective[]): readonly string[] => [
  csvLine(columns),
  ...objectives.map(({ name, targetPercent, window: over, parts: named, overlap, maintenance, weights, owner, indicator, policy }) =>
    csvLine([
      name, targetPercent, over.kind === "rolling" ? `${String(over.days ?? 30)}d` : (over.unit ?? "month"), over.timeZone ?? "",
      named.flatMap(({ service, component, sharePercent }) =>
        service === null ? [] : [`${service.slug}${component === null ? "" : `/${component}`}=${String(sharePercent)}`]).join("; "),
      overlap, maintenance, weights.criticalPercent, weights.majorPercent, weights.minorPercent, owner?.login ?? null,
      indicator?.counts ?? null, indicator?.query ?? null, indicator?.total ?? null, yes(policy.gateDeploys), yes(policy.askForActions),
    ]),
  ),
];

/** Those that somebody is held to. */
export const objectiveLines = async (client: TableClient): Promise<readonly string[]> =>
  objectivesAsCsv((await client.query(tableObjectives, { retired: false })).objectives);
