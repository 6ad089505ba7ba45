import { z } from "zod";
import { treatments, treatmentStates } from "../events/risk.ts";
import { instant } from "../scalars.ts";
import { command } from "../graphql/command.ts";
import { graphql, type ResultOf } from "../graphql/document.ts";
import { neededLine, numberCell, wholeCell, wordCell, wordsCell } from "./cells.ts";
import { csvLine } from "./csv.ts";
import { everyNode, keyOf, peopleBy, refuseStrangeServices, servicesOf, type KnownServices } from "./names.ts";
import { readCells, RowRefusal, type Planned, type ReadRow, type Step, type Table, type TableClient } from "./table.ts";

const columns = [
  "reference", "title", "if", "then", "until", "category", "owner", "services", "detectMinutes", "resolveMinutes", "impactPercent",
  "betweenDays", "likelihood", "impact", "treatment", "treatmentState", "reviewEveryDays", "observedSince",
] as const;

const needed = z.string().trim().min(1, "it is missing");
const fields = z.object({
  reference: z.string().trim().regex(/^(RISK-\d+)?$/iu, "it is not like RISK-12"),
  title: neededLine, if: needed, then: needed, until: needed,
  category: z.string().trim(), owner: z.string().trim(), services: wordsCell,
  detectMinutes: numberCell(0, 525_960), resolveMinutes: numberCell(0, 525_960), impactPercent: numberCell(0, 100),
  betweenDays: numberCell(0.001, 365_250),
  likelihood: wholeCell(1, 5), impact: wholeCell(1, 5), treatment: wordCell(treatments), treatmentState: wordCell(treatmentStates),
  reviewEveryDays: wholeCell(1, 3_650),
  // 03/04/2026 is a day in March, or one in April; a time without a zone is another one elsewhere.
  observedSince: z.string().trim().refine((text) => text === "" || z.iso.date().or(instant).safeParse(text).success,
    "it is no moment, as 2027-03-01 or 2027-03-01T09:00:00Z"),
});

/** A risk as a row says it. */
export type RiskRow = z.infer<typeof fields>;

function read(record: Readonly<Record<string, string>>): ReadRow<RiskRow> {
  const found = readCells(fields, { columns }, record);
  if ("problems" in found) return found;
  const { detectMinutes, resolveMinutes, impactPercent, betweenDays, likelihood, impact } = found.row;
  const estimate = [detectMinutes, resolveMinutes, impactPercent, betweenDays].filter((value) => value === null).length;
  const rating = [likelihood, impact].filter((value) => value === null).length;
  const problems = [
    ...(estimate % 4 === 0 ? [] : [{
      column: "detectMinutes", reason: "detectMinutes, resolveMinutes, impactPercent and betweenDays stand together or not at all",
    }]),
    ...(rating % 2 === 0 ? [] : [{ column: "likelihood", reason: "likelihood and impact stand together or not at all" }]),
  ];
  return problems.length === 0 ? found : { problems };
}

export const tableRisks = graphql(`
  query TableRisks($after: String) {
    risks(first: 500, after: $after, sort: NUMBER_ASC) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id reference title category reviewEveryDays treatment treatmentState observedSince owner { id login } services { slug }
          statement { if then until } inputs { detectMinutes resolveMinutes impactPer100k betweenDays } rating { likelihood impact }
        }
      }
    }
  }
`);
type Known = ResultOf<typeof tableRisks>["risks"]["edges"][number]["node"];

export const tableRegisterRisk = command("registerRisk", "risk { id }");
export const tableDescribeRisk = command("describeRisk", "risk { id }");
export const tableEstimateRisk = command("estimateRisk", "risk { id }");
export const tableRateRisk = command("rateRisk", "risk { id }");
export const tableTreatRisk = command("setRiskTreatment", "risk { id }");

const reason = "imported";

/** Everything that is known of the installation, for one row after the other. */
interface There {
  readonly client: TableClient;
  readonly byReference: ReadonlyMap<string, Known>;
  readonly byTitle: ReadonlyMap<string, Known>;
  readonly person: (given: string) => string;
  readonly services: KnownServices;
  /** Those that a row before was about. */
  readonly meant: Set<string>;
}

function found({ byReference, byTitle }: There, { reference, title }: RiskRow): Known | undefined {
  if (reference === "") return byTitle.get(title.toLowerCase());
  const there = byReference.get(reference.toLowerCase());
  if (there === undefined)
    throw new RowRefusal({ column: "reference", reason: `there is no ${reference}`, remedy: "Leave it empty to register a new one." });
  return there;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is said of a risk, as the API takes it. */
function saidOf({ person }: There, risk: RiskRow, there: Known | undefined) {
  const { title, category, services, reviewEveryDays, detectMinutes, resolveMinutes, impactPercent, betweenDays } = risk;
  const described = {
    title, statement: { if: risk.if, then: risk.then, until: risk.until },
    category: category === "" ? (there?.category ?? "other") : category, services: [...services].toSorted(),
    reviewEveryDays: reviewEveryDays ?? there?.reviewEveryDays ?? 90,
    ownerId: risk.owner === "" ? (there?.owner.id ?? null) : person(risk.owner),
  };
  const inputs = detectMinutes === null || resolveMinutes === null || impactPercent === null || betweenDays === null
    ? null : { detectMinutes, resolveMinutes, impactPer100k: Math.round(impactPercent * 1_000), betweenDays };
  return { described, inputs };
}

function describedBefore({ title, category, reviewEveryDays, statement, owner, services }: Known) {
  return {
    title, statement: { if: statement.if, then: statement.then, until: statement.until }, category,
    services: services.map(({ slug }) => slug).toSorted(), reviewEveryDays, ownerId: owner.id,
  };
}

const inputsBefore = ({ inputs }: Known) => (inputs === null ? null : {
  detectMinutes: inputs.detectMinutes, resolveMinutes: inputs.resolveMinutes, impactPer100k: inputs.impactPer100k,
  betweenDays: inputs.betweenDays,
});

type Standing = Pick<Known, "rating" | "treatment" | "treatmentState">;
const asRegistered: Standing = { rating: null, treatment: "mitigate", treatmentState: "notBegun" };

/** A step about the risk that is there, or that the step before has made. */
const about = (there: Known | undefined, give: (riskId: string) => Promise<unknown>): Step => async (made) => {
  const riskId = there?.id ?? made;
  if (riskId === null)
    throw new RowRefusal({ column: null, reason: "it was registered and cannot be read yet", remedy: "Import the file again." });
  await give(riskId);
  return riskId;
};

/** What a risk is rated and treated as, where the row says something else. */
function judged({ client }: There, { likelihood, impact, treatment, treatmentState }: RiskRow, there: Known | undefined): readonly Step[] {
  const standing = there ?? asRegistered;
  const [how, far] = [treatment ?? standing.treatment, treatmentState ?? standing.treatmentState];
  const rated = standing.rating?.likelihood === likelihood && standing.rating?.impact === impact;
  return [
    ...(likelihood === null || impact === null || rated
      ? [] : [about(there, (riskId) => client.mutate(tableRateRisk, { riskId, likelihood, impact, reason }))]),
    ...(how === standing.treatment && far === standing.treatmentState
      ? [] : [about(there, (riskId) => client.mutate(tableTreatRisk, { riskId, treatment: how, state: far, reason }))]),
  ];
}

function plan(all: There, risk: RiskRow): Planned {
  const { client } = all;
  const there = found(all, risk);
  if (there !== undefined && all.meant.has(there.id))
    throw new RowRefusal({
      column: "reference", reason: `${there.reference} is what a row before is about already, which counts`,
      remedy: "Leave one of them out.",
    });
  if (there !== undefined) all.meant.add(there.id);
  refuseStrangeServices(risk.services, all.services, "services");
  const { described, inputs } = saidOf(all, risk, there);
  if (there === undefined) {
    const observedSince = risk.observedSince === "" ? null : new Date(risk.observedSince).toISOString();
    const input = { ...described, inputs, observedSince, reason };
    const register: Step = async () =>
      (await client.mutate(tableRegisterRisk, { idempotencyKey: keyOf("risk", input), ...input })).risk?.id ?? null;
    return { outcome: "made", steps: [register, ...judged(all, risk, undefined)] };
  }
  const steps: readonly Step[] = [
    ...(same(describedBefore(there), described)
      ? [] : [about(there, (riskId) => client.mutate(tableDescribeRisk, { riskId, ...described, reason }))]),
    ...(inputs === null || same(inputsBefore(there), inputs)
      ? [] : [about(there, (riskId) => client.mutate(tableEstimateRisk, { riskId, inputs, reason }))]),
    ...judged(all, risk, there),
  ];
  return { outcome: steps.length === 0 ? "unchanged" : "changed", steps };
}

const everyRisk = (client: TableClient): Promise<readonly Known[]> =>
  everyNode(async (after) => (await client.query(tableRisks, { after })).risks);

/** The register of risks: a row is known by its reference, else by its title. */
export const riskTable: Table<RiskRow> = {
  columns, needed: ["title", "if", "then", "until"], read, called: ({ title }) => title, callsBy: "title",
  async begin(client) {
    const risks = await everyRisk(client);
    const all: There = {
      client, person: await peopleBy(client, "owner"), services: await servicesOf(client), meant: new Set(),
      byReference: new Map(risks.map((risk) => [risk.reference.toLowerCase(), risk])),
      // Of several with one title the first counts.
      byTitle: new Map(risks.toReversed().map((risk) => [risk.title.toLowerCase(), risk])),
    };
    return (risk) => plan(all, risk);
  },
};

/** The register as lines of a CSV that {@link riskTable} reads. */
export async function riskLines(client: TableClient): Promise<readonly string[]> {
  return [csvLine(columns), ...(await everyRisk(client)).map(({ statement, owner, services, inputs, rating, ...risk }) => csvLine([
    risk.reference, risk.title, statement.if, statement.then, statement.until, risk.category, owner.login,
    services.map(({ slug }) => slug).join(" "), inputs?.detectMinutes ?? null, inputs?.resolveMinutes ?? null,
    inputs === null ? null : inputs.impactPer100k / 1_000, inputs?.betweenDays ?? null, rating?.likelihood ?? null, rating?.impact ?? null,
    risk.treatment, risk.treatmentState, risk.reviewEveryDays, risk.observedSince,
  ]))];
}
