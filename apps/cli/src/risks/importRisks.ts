import { createHash } from "node:crypto";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { personNamed } from "../commands/lookup.ts";
import { readTable } from "../commands/csvTable.ts";
import { readRow, riskColumns, type RiskRow } from "./riskRow.ts";

/** What became of a file. */
export interface ImportedRisks {
  readonly registered: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
}

const knownDocument = graphql(`
  query RisksToImport($after: String) {
    risks(first: 500, after: $after, sort: NUMBER_ASC) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id reference title category reviewEveryDays treatment treatmentState statement { if then until } owner { id } services { slug }
          inputs { detectMinutes resolveMinutes impactPer100k betweenDays } rating { likelihood impact }
        }
      }
    }
  }
`);
type Page = ResultOf<typeof knownDocument>["risks"];
type Known = Page["edges"][number]["node"];

const registering = mutation("registerRisk", "risk { id }");
const describing = mutation("describeRisk", "risk { id }");
const estimating = mutation("estimateRisk", "risk { id }");
const rating = mutation("rateRisk", "risk { id }");
const treating = mutation("setRiskTreatment", "risk { id }");

interface Row {
  readonly line: number;
  readonly risk: RiskRow;
}

/** Reads a file of risks: its rows, and what is wrong with those that cannot be used. */
export function readRisks(file: string): { readonly rows: readonly Row[]; readonly problems: ImportedRisks["problems"] } {
  const records = readTable(file);
  const [first] = records;
  const missing = ["title", "if", "then", "until"].filter((column) => first !== undefined && !Object.hasOwn(first.record, column));
  if (missing.length > 0) throw usageFailure(`${file} has no column ${missing.join(", ")}.`, `The columns are ${riskColumns.join(", ")}.`);
  const read = records.map(({ record, info }) => ({ line: info.lines, read: readRow(record) }));
  return {
    rows: read.flatMap(({ line, read: one }) => ("risk" in one ? [{ line, risk: one.risk }] : [])),
    problems: read.flatMap(({ line, read: one }) => ("problems" in one ? one.problems.map((reason) => ({ line, reason })) : [])),
  };
}

/** Registers what nobody knows yet and changes what says something else; a row is known by its reference, else by its title. */
export async function importRisks(client: Client, file: string, { dryRun }: { readonly dryRun: boolean }): Promise<ImportedRisks> {
  const { rows, problems } = readRisks(file);
  const known = await everyRisk(client);
  const [registered, updated, unchanged]: [string[], string[], string[]] = [[], [], []];
  const refused: { line: number; reason: string }[] = [];
  const titles = new Set<string>();
  for (const { line, risk } of rows) {
    const title = risk.title.toLowerCase();
    if (titles.has(title)) {
      refused.push({ line, reason: `title: "${risk.title}" stands there twice` });
      continue;
    }
    titles.add(title);
    try {
      const there = found(known, risk);
      const outcome = await take(client, { risk, there, dryRun });
      (outcome === "registered" ? registered : outcome === "updated" ? updated : unchanged).push(risk.title);
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      refused.push({ line, reason: error.message });
    }
  }
  return { registered, updated, unchanged, problems: [...problems, ...refused].toSorted((one, other) => one.line - other.line) };
}

function found(known: readonly Known[], { reference, title }: RiskRow): Known | undefined {
  if (reference === "") return known.find((other) => other.title.toLowerCase() === title.toLowerCase());
  const there = known.find((other) => other.reference.toLowerCase() === reference.toLowerCase());
  if (there === undefined) throw usageFailure(`reference: there is no ${reference}`);
  return there;
}

interface Taking {
  readonly risk: RiskRow;
  readonly there: Known | undefined;
  readonly dryRun: boolean;
}

/** What is said of a risk, as the API takes it. */
async function saidOf(client: Client, risk: RiskRow, there: Known | undefined) {
  const { title, category, services, reviewEveryDays, detectMinutes, resolveMinutes, impactPercent, betweenDays } = risk;
  const owner = risk.owner === "" ? (there?.owner.id ?? null) : (await personNamed(client, risk.owner)).id;
  const described = {
    title, statement: { if: risk.if, then: risk.then, until: risk.until },
    category: category === "" ? (there?.category ?? "other") : category, services: [...services].toSorted(),
    reviewEveryDays: reviewEveryDays ?? there?.reviewEveryDays ?? 90, ownerId: owner,
  };
  const inputs = detectMinutes === null || resolveMinutes === null || impactPercent === null || betweenDays === null
    ? null : { detectMinutes, resolveMinutes, impactPer100k: Math.round(impactPercent * 1_000), betweenDays };
  return { described, inputs };
}

async function take(client: Client, { risk, there, dryRun }: Taking): Promise<"registered" | "updated" | "unchanged"> {
  const { described, inputs } = await saidOf(client, risk, there);
  if (there === undefined) {
    if (dryRun) return "registered";
    const observedSince = risk.observedSince === "" ? null : new Date(risk.observedSince).toISOString();
    const input = { ...described, inputs, observedSince, reason: "imported" };
    const made = (await client.mutate(registering, { idempotencyKey: keyOf(input), ...input })).risk;
    if (made === null) return "registered";
    for (const change of changesOf(client, risk, { id: made.id, rating: null, treatment: "mitigate", treatmentState: "notBegun" }))
      await change();
    return "registered";
  }
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  const { id: riskId, title, category, reviewEveryDays, statement, owner, services } = there;
  const before = {
    title, statement: { if: statement.if, then: statement.then, until: statement.until }, category,
    services: services.map(({ slug }) => slug).toSorted(), reviewEveryDays, ownerId: owner.id,
  };
  const changes: Change[] = [
    ...(same(before, described) ? [] : [() => client.mutate(describing, { riskId, ...described, reason: "imported" })]),
    ...(inputs === null || same(pickInputs(there.inputs), inputs)
      ? []
      : [() => client.mutate(estimating, { riskId, inputs, reason: "imported" })]),
    ...changesOf(client, risk, there),
  ];
  if (!dryRun) for (const change of changes) await change();
  return changes.length === 0 ? "unchanged" : "updated";
}

/** A command that is given when it is called. */
type Change = () => Promise<unknown>;

const pickInputs = (inputs: Known["inputs"]) =>
  inputs === null
    ? null
    : {
        detectMinutes: inputs.detectMinutes,
        resolveMinutes: inputs.resolveMinutes,
        impactPer100k: inputs.impactPer100k,
        betweenDays: inputs.betweenDays,
      };

/** A file that is imported again while the first run's answer is on its way registers nothing twice. */
const keyOf = (input: object): string => `import-risk-${createHash("sha256").update(JSON.stringify(input)).digest("hex").slice(0, 40)}`;

function changesOf(
  client: Client,
  { likelihood, impact, treatment, treatmentState }: RiskRow,
  there: Pick<Known, "id" | "rating" | "treatment" | "treatmentState">,
): readonly Change[] {
  const { id: riskId } = there;
  const reason = "imported";
  const [how, far] = [treatment ?? there.treatment, treatmentState ?? there.treatmentState];
  const rated = there.rating?.likelihood === likelihood && there.rating?.impact === impact;
  return [
    ...(likelihood === null || impact === null || rated ? [] : [() => client.mutate(rating, { riskId, likelihood, impact, reason })]),
    ...(how === there.treatment && far === there.treatmentState
      ? [] : [() => client.mutate(treating, { riskId, treatment: how, state: far, reason })]),
  ];
}

async function everyRisk(client: Client): Promise<readonly Known[]> {
  const all: Known[] = [];
  for (let after: string | null = null; ;) {
    const page: Page = (await client.query(knownDocument, { after })).risks;
    all.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
  }
}
