import { objectiveDecider } from "@ballast/domain/objective";
import { idOf, ids } from "@ballast/eventlog";
import { defaultWeights, type DataOf } from "@ballast/schema";
import { DAY_MS, calendarFrom } from "../author.ts";
import { actor, shops, type Login } from "../cast.ts";
import { pastIncidents, type IncidentStory } from "../pastIncidents.ts";
import { tellDeploy, tellRelease, tellReleases } from "../pastReleases.ts";
import { rotationsOf } from "../rotations.ts";
import { tellIncident } from "../tellIncident.ts";
import { collectingAuthor, comesFirst, type CollectingAuthor, type ToldRecord } from "./collecting.ts";
import { happeningsOf, type Happening } from "./happenings.ts";
import { actionsOf, tellActions } from "./tellActions.ts";
import { tellCustomers, tellFlags } from "./tellFlags.ts";
import { tellForums } from "./tellForums.ts";
import { tellLens } from "./tellLens.ts";
import { tellReadiness } from "./tellReadiness.ts";
import { tellReviews } from "./tellReviews.ts";
import { tellRisks, type DaysAgo } from "./tellRisks.ts";
import { lines, trainsOf, YEAR_DAYS, type Train } from "./trains.ts";

/** Whose year it is. */
export interface YearOf {
  /** Whoever started Ballast. */
  readonly me: string;
  /** The first start: the year ends there. */
  readonly now: Date;
}

/** A year of the sample company. */
export interface Year {
  /** What is written at once: numbers of incidents, risks, mitigations and actions, and who the customers are. */
  readonly first: readonly ToldRecord[];
  /** Everything else, in the order in which it is written: as it began, and what somebody looks after from then on last. */
  readonly records: readonly ToldRecord[];
  readonly trains: readonly Train[];
  readonly happenings: readonly Happening[];
}

/** The sample company is known since so many days. */
export const COMPANY_DAYS = YEAR_DAYS + 14;

/** Each of these names records of those before, and is looked at with them: in this order, once everything else is there. */
const last = ["page", "lane", "risk", "factor", "mitigation", "action", "review", "sitting", "assessment", "objective"];

/** An incident names what ended it: it comes when it was reviewed. */
const comesAt = ({ category, begins, events }: ToldRecord): string =>
  category === "incident" ? (events.at(-1)?.metadata.occurredAt ?? begins) : begins;

/** The year, always the same one for the same first start and person. */
export async function yearOf({ me, now }: YearOf): Promise<Year> {
  const author = collectingAuthor();
  const midnight = now.getTime() - (now.getTime() % DAY_MS);
  const daysAgo: DaysAgo = (days, hour = 12) => new Date(midnight - days * DAY_MS + hour * 3_600_000).toISOString();
  const rotations = rotationsOf({ me, now, since: daysAgo(COMPANY_DAYS, 9) });
  const trains = lines.flatMap((line) => trainsOf(line, now));
  const happenings = happeningsOf({ now, trains, rotations });
  await tellCustomers(author, daysAgo);
  await tellTrains(author, trains);
  for (const shop of shops) await tellReleases(author, calendarFrom(now), shop);
  await tellIncidents(author, happenings, now);
  await tellFlags(author, daysAgo);
  await tellRisks({ author, daysAgo, happenings });
  await tellActions(author, actionsOf(happenings, now));
  await tellReviews(author, happenings, pastIncidents.map((past) => ({ at: calendarFrom(now)(past.daysAgo, past.time), past })));
  await tellForums({ author, daysAgo });
  await tellLens({ author, daysAgo });
  await tellReadiness({ author, daysAgo, me });
  await tellObjectives(author, daysAgo);
  const told = author.records();
  const order = ({ category }: ToldRecord): number => last.indexOf(category);
  return {
    first: told.filter(comesFirst),
    records: told
      .filter((record) => !comesFirst(record))
      .toSorted((one, other) => order(one) - order(other) || Date.parse(comesAt(one)) - Date.parse(comesAt(other))),
    trains,
    happenings,
  };
}

async function tellTrains(author: CollectingAuthor, trains: readonly Train[]): Promise<void> {
  for (const { slug, version, index, releasedAt, stagingAt, productionAt, failed, by, commits } of trains) {
    await tellRelease(author, { slug, version, at: releasedAt, by, index, commits });
    await tellDeploy(author, { slug, version, environment: "staging", at: stagingAt, failed: false, by });
    const elsewhere = slug === "checkout" ? { elsewhere: true } as const : {};
    await tellDeploy(author, { slug, version, environment: "production", at: productionAt, failed, by, ...elsewhere });
  }
}

interface Told {
  readonly name: string;
  readonly at: string;
  readonly past: IncidentStory;
}

/** The year's and those of the last weeks, numbered as they came. */
async function tellIncidents(author: CollectingAuthor, happenings: readonly Happening[], now: Date): Promise<void> {
  const calendar = calendarFrom(now);
  const all: readonly Told[] = [
    ...happenings.map(({ name, at, story }) => ({ name, at, past: story })),
    ...pastIncidents.map((past) => ({ name: past.title, at: calendar(past.daysAgo, past.time), past })),
  ];
  const sorted = all.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  for (const [index, told] of sorted.entries()) await tellIncident(author, { ...told, number: index + 1 });
}

interface YearObjective {
  readonly name: string;
  readonly target: number;
  readonly owner: Login;
  readonly parts: Readonly<Record<string, number>>;
  readonly window: DataOf<"ObjectiveDefined">["window"];
}

const month = { kind: "calendar", unit: "month", timeZone: "Europe/Zurich" } as const;
const objectives: readonly YearObjective[] = [
  { name: "Checkout", target: 99_800, owner: "ana", parts: { checkout: 100_000 }, window: { kind: "rolling", days: 30 } },
  {
    name: "Sign-in", target: 99_900, owner: "kim", parts: { identity: 100_000 },
    window: { kind: "calendar", unit: "quarter", timeZone: "UTC" },
  },
  { name: "Search", target: 99_500, owner: "kim", parts: { search: 100_000 }, window: month },
  {
    name: "Shop", target: 99_800, owner: "mira", parts: { checkout: 60_000, search: 25_000, identity: 100_000, billing: 20_000 },
    window: month,
  },
];

/** What the company holds itself to. It holds still: whoever looks after objectives looks after these. */
async function tellObjectives(author: CollectingAuthor, daysAgo: DaysAgo): Promise<void> {
  const at = daysAgo(YEAR_DAYS - 2, 9);
  for (const { name, target, owner, parts, window } of objectives) {
    const objectiveId = idOf(objectiveDecider, ids.command("demonstration", "objective", name));
    await author.write({
      aggregate: objectiveDecider, id: objectiveId, at, by: actor("mira"), holds: true,
      command: {
        type: "DefineObjective", now: at, objectiveId, name, target, ownerId: ids.person(owner), window,
        overlap: "max", maintenance: "excluded",
        weights: defaultWeights,
        parts: Object.entries(parts).map(([slug, share]) => ({ serviceId: ids.service(slug), component: null, share })),
      },
    });
  }
}
