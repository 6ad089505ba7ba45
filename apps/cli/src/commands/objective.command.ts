import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { availability, duration, inPercent } from "@ballast/schema/words";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { exact, relative } from "../print/words.ts";
import { personNamed, unknown } from "./lookup.ts";
import { addMeasuring } from "./objectiveMeasuring.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { collect, momentOption, oneOf, parseCount } from "./values.ts";

const objectiveFields = graphql(`
  fragment ObjectiveShown on Objective {
    id name targetPercent retired overlap maintenance window { kind days unit timeZone }
    parts { service { slug } component sharePercent } weights { criticalPercent majorPercent minorPercent } owner { id name }
    policy { gateDeploys askForActions } overspentBy { reference }
    indicator { counts query total } corrections { id from to reason }
    standing {
      requests { valid bad } uncorrectedPercent
      from to availabilityPercent observedMinutes unobservedMinutes maintenanceMinutes badMinutes budgetMinutes leftMinutes goneAt
      forecastGoneAt burnRates { name factor long short fires wakes } records { incident { reference title } badMinutes overLimit }
      withoutEnd { reference title }
    }
  }
`);
const objectivesDocument = graphql(
  `query ObjectiveList($asOf: AsOf, $retired: Boolean) { objectives(asOf: $asOf, retired: $retired) { ...ObjectiveShown } }`,
  [objectiveFields],
);
type Shown = ResultOf<typeof objectiveFields>;

const defineObjective = mutation("defineObjective", "objective { id name targetPercent }");
const changeObjective = mutation("changeObjective", "objective { id name targetPercent }");
const setBudgetPolicy = mutation("setBudgetPolicy", "objective { id name policy { gateDeploys askForActions } }");
const retireObjective = mutation("retireObjective", "objective { id name }");

const minutes = (value: number): string => duration(Math.round(value * 60_000));

const windowWords = ({ kind, days, unit, timeZone }: Shown["window"]): string =>
  kind === "rolling" ? `any ${String(days)} days` : `each ${unit ?? "month"} (${timeZone ?? "UTC"})`;

const partWords = ({ service, component, sharePercent }: Shown["parts"][number]): string =>
  `${service?.slug ?? "a service"}${component === null ? "" : `/${component}`}${sharePercent === 100 ? "" : ` ${inPercent(sharePercent)}`}`;

const leftWords = ({ leftMinutes, budgetMinutes, availabilityPercent }: Shown["standing"]): string =>
  availabilityPercent === null ? "not observed" : `${minutes(leftMinutes)} of ${minutes(budgetMinutes)}`;

const policyWords = ({ gateDeploys, askForActions }: Shown["policy"]): string =>
  `${gateDeploys ? "deploys to production wait" : "deploys go on"} once the budget is gone; an incident over a fifth of four weeks asks for ${askForActions ? "an action" : "nothing"}`;

const burning = ({ burnRates }: Shown["standing"]): string => burnRates.filter(({ fires }) => fires).map(({ name }) => name).join(", ");

/** The objective with this id or name, whatever case it is given in. */
async function objectiveNamed(session: Session, given: string, asOf?: string): Promise<Shown> {
  const { objectives } = await session.client.query(objectivesDocument, { retired: true, asOf: asOf === undefined ? null : { at: asOf } });
  return (
    objectives.find(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase())
    ?? unknown("objective", given, objectives.map(({ name }) => name))
  );
}

const list = acting<{ readonly asOf?: string; readonly retired?: true }>(async (session, { flags: { asOf, retired = false } }) => {
  const { objectives } = await session.client.query(objectivesDocument, { retired, asOf: asOf === undefined ? null : { at: asOf } });
  const rows = objectives.map(({ name, targetPercent, window, standing, retired: why }) => [
    name, `${inPercent(targetPercent)} ${windowWords(window)}`, availability(standing.availabilityPercent), leftWords(standing),
    why === null ? burning(standing) || "–" : dim("retired"),
  ]);
  session.show(objectives, () =>
    rows.length === 0
      ? ["There are no objectives. `ballast objective define checkout --service checkout` makes one: 99.8 % in any 30 days."]
      : table(["objective", "target", "now", "budget left", "burns over"].map((head) => ({ head })), rows),
  );
});

function describe(objective: Shown, now: number): readonly string[] {
  const {
    name, targetPercent, window, parts, standing, retired, owner, overlap, maintenance, weights, policy, overspentBy, corrections,
    indicator,
  } = objective;
  return [
    bold(name),
    ...facts([
      ["retired", retired],
      ["target", `${inPercent(targetPercent)} ${windowWords(window)}`],
      ["about", parts.map(partWords).join(", ")],
      [
        "weighs",
        `critical ${inPercent(weights.criticalPercent)}, major ${inPercent(weights.majorPercent)}, minor ${inPercent(weights.minorPercent)}; overlaps: ${overlap}; maintenance is ${maintenance}`,
      ],
      ["owner", owner?.name ?? "nobody"],
      ["policy", policyWords(policy)],
      ["asked for actions", overspentBy.length === 0 ? null : overspentBy.map(({ reference }) => reference).join(", ")],
      ["period", `${exact(standing.from)} to ${exact(standing.to)}`],
      [
        "now",
        standing.requests === null
          ? `${availability(standing.availabilityPercent)} without a declared incident that counts`
          : `${availability(standing.availabilityPercent)} of ${Math.round(standing.requests.valid).toLocaleString("en")} requests were good`,
      ],
      ["without corrections", corrections.length === 0 ? null : availability(standing.uncorrectedPercent)],
      ...corrections.map(({ id, from, to, reason: why }) => ["left out", `${exact(from)} to ${exact(to)}: ${why} ${dim(id)}`] as const),
      ["counts", indicator === null ? null : `${indicator.counts}: ${indicator.query}, of ${indicator.total}`],
      ["budget left", leftWords(standing)],
      ["not observed", standing.unobservedMinutes === 0 ? null : `${minutes(standing.unobservedMinutes)}, counted as neither up nor down`],
      ["maintenance", standing.maintenanceMinutes === 0 ? null : `${minutes(standing.maintenanceMinutes)}, left out`],
      ["gone", standing.goneAt === null ? null : relative(standing.goneAt, now)],
      ["will be gone", standing.forecastGoneAt === null ? null : `${exact(standing.forecastGoneAt)} at the pace of the last 28 days`],
      ["burns over", burning(standing) || null],
    ]),
    ...(standing.records.length === 0
      ? []
      : table(
          [{ head: "incident" }, { head: "title" }, { head: "cost" }, { head: "" }],
          standing.records.map(({ incident, badMinutes, overLimit }) => [
          incident.reference, incident.title, minutes(badMinutes), overLimit ? "over a fifth of four weeks' budget" : "",
        ]),
        )),
    ...standing.withoutEnd.map(({ reference, title }) =>
      dim(`${reference} ${title} never says when it ended: the figures are too good by it.`),
    ),
  ];
}

const show = acting<{ readonly asOf?: string }>(async (session, { args: [given = ""], flags: { asOf } }) => {
  const objective = await objectiveNamed(session, given, asOf);
  session.show(objective, () => describe(objective, Date.now()));
});

interface Defining {
  readonly service: readonly string[];
  readonly target?: string;
  readonly days?: number;
  readonly calendar?: "month" | "quarter" | "year";
  readonly zone?: string;
  readonly overlap?: Shown["overlap"];
  readonly maintenance?: Shown["maintenance"];
  readonly owner?: string;
  readonly reason?: string;
}

/** `checkout`, `checkout/Payments`, `checkout=60`, `checkout/Payments=60`: a service, a component of it, its share in percent. */
export function partOf(text: string): { service: string; component: string | null; sharePercent: number } {
  const [, service = "", component, share] = /^([^/=]+)(?:\/([^=]+))?(?:=([\d.]+))?$/u.exec(text) ?? [];
  const sharePercent = share === undefined ? 100 : Number(share);
  if (service === "" || Number.isNaN(sharePercent)) {
    throw usageFailure(
      `"${text}" names no part.`,
      "A part is SERVICE, SERVICE/COMPONENT or either with its share, as checkout/Payments=60.",
    );
  }
  return { service, component: component ?? null, sharePercent };
}

function percentOf(text: string): number {
  const percent = Number(text.replace(/\s*%$/u, ""));
  if (Number.isNaN(percent)) throw usageFailure(`"${text}" is no percentage.`, "Give it as 99.8.");
  return percent;
}

/** What the flags ask for; what they leave out is as `before` says, or as usual. */
async function askedFor(session: Session, name: string, { flags, before }: { readonly flags: Defining; readonly before?: Shown }) {
  const { service, target, days, calendar, zone, overlap, maintenance, owner } = flags;
  if (days !== undefined && calendar !== undefined) throw usageFailure("An objective holds over days or over a calendar's unit, not both.");
  const parts =
    service.length > 0
      ? service.map(partOf)
      : before?.parts.flatMap(({ service: known, ...part }) => (known === null ? [] : [{ ...part, service: known.slug }]));
  if (parts === undefined) throw usageFailure("An objective is about a service at least: --service NAME.");
  const window = calendar !== undefined
    ? { kind: "calendar" as const, unit: calendar, timeZone: zone ?? "UTC" }
    : days === undefined ? (before?.window ?? null) : { kind: "rolling" as const, days };
  return {
    name, parts, window, targetPercent: target === undefined ? (before?.targetPercent ?? null) : percentOf(target),
    overlap: overlap ?? before?.overlap ?? null, maintenance: maintenance ?? before?.maintenance ?? null, weights: before?.weights ?? null,
    ownerId: owner === undefined ? (before?.owner?.id ?? null) : (await personNamed(session.client, owner)).id,
  };
}

const define = acting<Defining>(async (session, { args: [name = ""], flags }) => {
  const { objective } = await session.client.mutate(defineObjective, await askedFor(session, name, { flags }));
  session.show(objective, () => [`${bold(name)} is an objective.`]);
});

const change = acting<Defining>(async (session, { args: [given = ""], flags }) => {
  if (flags.reason === undefined) throw usageFailure("Whoever is held to it wants to know why: add --reason.");
  const before = await objectiveNamed(session, given);
  const asked = await askedFor(session, before.name, { flags, before });
  const { objective } = await session.client.mutate(changeObjective, { objectiveId: before.id, ...asked, reason: flags.reason });
  session.show(objective, () => [`${bold(before.name)} is changed.`]);
});

const retire = acting<{ readonly reason?: string }>(async (session, { args: [given = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  const { id, name } = await objectiveNamed(session, given);
  const { objective } = await session.client.mutate(retireObjective, { objectiveId: id, reason });
  session.show(objective, () => [`Nobody is held to ${name} any more.`]);
});

interface PolicyFlags {
  readonly gate?: boolean;
  readonly actions?: boolean;
  readonly reason?: string;
}

const policyOf = acting<PolicyFlags>(async (session, { args: [given = ""], flags: { gate, actions, reason } }) => {
  if (gate === undefined && actions === undefined) {
    throw usageFailure("What is to be done about it? --gate or --no-gate, --actions or --no-actions.");
  }
  if (reason === undefined) throw usageFailure("Whoever is held up by it wants to know why: add --reason.");
  const { id, name, policy: before } = await objectiveNamed(session, given);
  const policy = { gateDeploys: gate ?? before.gateDeploys, askForActions: actions ?? before.askForActions };
  const { objective } = await session.client.mutate(setBudgetPolicy, { objectiveId: id, ...policy, reason });
  session.show(objective, () => [`${bold(name)}: ${policyWords(policy)}.`]);
});

const withContent = (command: Command): Command =>
  command
    .option(
      "--service <part>",
      "SERVICE, SERVICE/COMPONENT, either with its share in percent, as checkout/Payments=60; may be given several times",
      collect,
      [],
    )
    .option("--target <percent>", "share of the time that has to be good; 99.8 unless told")
    .option("--days <count>", "over the last so many days; 30 unless told", parseCount)
    .option("--calendar <unit>", "over a calendar's month, quarter or year", oneOf(["month", "quarter", "year"] as const))
    .option("--zone <zone>", "whose calendar, as Europe/Zurich")
    .option("--overlap <how>", "how impacts of the same moment come together", oneOf(["max", "independent", "capped", "union"] as const))
    .option("--maintenance <policy>", "excluded or counted", oneOf(["excluded", "counted"] as const))
    .option("--owner <person>", "who answers for it, by login");

/** Registers `ballast objective …`. */
function registerObjective(program: Command): void {
  const objective = program
    .command("objective")
    .description("objectives: how available services are to be, and what is left of their budgets");
  addCommand(objective, "list", "objectives, by name")
    .option("--as-of <moment>", "as they stood then", momentOption)
    .option("--retired", "with those that nobody is held to any more")
    .action(list);
  addCommand(objective, "show <objective>", "where one stands, and which incidents are behind it")
    .option("--as-of <moment>", "as it stood then", momentOption)
    .action(show);
  withContent(addCommand(objective, "define <name>", "says how available something is to be")).action(define);
  withContent(addCommand(objective, "change <objective>", "says anew what it is; what is not given stays"))
    .option("--reason <text>", "why")
    .action(change);
  addCommand(objective, "policy <objective>", "says what is done about its budget; nothing is held up unless it says so")
    .option("--gate", "nothing is deployed to production once the budget is gone; rollbacks always are")
    .option("--no-gate", "deploys go on whatever is left")
    .option("--actions", "an incident over a fifth of the budget of four weeks asks for an action (so it is unless told)")
    .option("--no-actions", "it asks for nothing")
    .option("--reason <text>", "why")
    .action(policyOf);
  addMeasuring(objective, objectiveNamed);
  addCommand(objective, "retire <objective>", "nobody is held to it any more; its history stays")
    .option("--reason <text>", "why")
    .action(retire);
}

export const command: CliCommand = {
  register: registerObjective,
  examples: {
    "objective": ["ballast objective list", "ballast objective show checkout"],
    "objective list": ["ballast objective list --as-of '30d ago' --json"],
    "objective show": ["ballast objective show checkout --json"],
    "objective define": [
      "ballast objective define checkout --service checkout --target 99.8 --calendar month --zone Europe/Zurich",
      "ballast objective define shop --service checkout=60 --service search=40 --overlap capped",
    ],
    "objective change": ["ballast objective change checkout --target 99.9 --reason 'the contract says so'"],
    "objective policy": ["ballast objective policy checkout --gate --reason 'we stop and mend once it is gone'"],
    "objective correct": [
      "ballast objective correct checkout --from 2026-11-15T21:00:00Z --to 2026-11-15T22:00:00Z --reason 'a load test' --dry-run",
    ],
    "objective lift": ["ballast objective lift checkout 3f2a90c1-b7d8-4e55-8a10-000000000001 --reason 'it was real'"],
    "objective indicator": [
      "ballast objective indicator checkout --counts bad --query 'sum(increase(errors[{{.window}}]))' --total 'sum(increase(requests[{{.window}}]))' --reason 'we count now'",
      "ballast objective indicator checkout --incidents --reason 'nobody counts any more'",
    ],
    "objective retire": ["ballast objective retire checkout --reason 'it is part of the shop now'"],
  },
};
