import type { CheckState, FactKind, ReadinessCheck, TrainedFor } from "@ballast/schema";
import { duration, inPercent } from "@ballast/schema/words";
import type { PublishedPolicy } from "./policyDecider.ts";
import type { KnownReadiness } from "./serviceReadiness.ts";
import type { ListedTechnology } from "./technologyDecider.ts";
import type { DefinedTraining } from "./trainingDecider.ts";

const DAY_MS = 86_400_000;

/** What the log tells of one service at a moment. */
export interface ServiceFacts {
  readonly serviceId: string;
  readonly runbookUrl: string | null;
  /** What is stated of it; null where nothing was yet. */
  readonly stated: KnownReadiness | null;
  /** Who takes turns when it breaks, as far as they are here; null where no rotation is named. */
  readonly responders: readonly string[] | null;
  readonly commanders: readonly string[] | null;
  /** Targets in parts per 100,000. */
  readonly objectives: readonly { readonly objectiveId: string; readonly target: number }[];
  /** What was answered to the lens whose milestone is the newest: its readiness review; null where none is. */
  readonly assessed: Assessed | null;
  /** The newest that was carried out. */
  readonly rollback: { readonly deployId: string; readonly at: string; readonly durationMs: number | null } | null;
}

/** A lens that was answered about a service. */
export interface Assessed {
  readonly assessmentId: string;
  readonly lens: string;
  /** When its last milestone was set; null where there is none. */
  readonly at: string | null;
  /** How many answers have a high risk that no risk of the register carries. */
  readonly high: number;
}

/** What holds for all services at a moment. */
export interface Around {
  /** The day, UTC. */
  readonly today: string;
  /** Who is here, by id. */
  readonly here: ReadonlyMap<string, string>;
  readonly policies: readonly PublishedPolicy[];
  readonly trainings: readonly DefinedTraining[];
  readonly technologies: ReadonlyMap<string, ListedTechnology>;
}

/** A record that a fact rests on. */
export interface Evidence {
  readonly kind: "deploy" | "objective" | "policy" | "training" | "technology" | "person" | "assessment";
  readonly recordId: string;
  /** What it says, in a few words. */
  readonly says: string;
}

/** How a check stands, without exemptions: the fact in a cell, and the clause of a sentence that begins with the service's name. */
export interface Found {
  readonly state: Exclude<CheckState, "exempt">;
  readonly fact: string;
  /** "has no objective"; empty where it is met. */
  readonly lacks: string;
  readonly evidence: readonly Evidence[];
  /** The first day on which what is met will not count any more, where that is known. */
  readonly until?: string | undefined;
}

const found = (...[state, fact, lacks = "", evidence = []]: FoundParts): Found => ({ state, fact, lacks, evidence });

type FoundParts = readonly [state: Found["state"], fact: string, lacks?: string, evidence?: readonly Evidence[]];

/** Whole days from one day to another. */
export const daysFrom = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
/** The day so many days later. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** "23 Nov", with its year where that is another one than today's and not the year that ends or begins. */
export function shortDay(day: string, today: string): string {
  const near = Math.abs(daysFrom(day, today)) < 330;
  return new Date(day).toLocaleDateString("en-GB", {
    day: "numeric", month: "short", timeZone: "UTC", ...(near ? {} : { year: "numeric" }),
  });
}

/** The people of a service: who answers for it, and who is called. */
const peopleOf = ({ stated, responders, commanders }: ServiceFacts, { here }: Around): readonly string[] => [
  ...new Set([...(stated?.ownerId ? [stated.ownerId] : []), ...(responders ?? []), ...(commanders ?? [])].filter((id) => here.has(id))),
];

/** Whether a training that somebody took counts on a day. */
export const isCurrent = (on: string, validDays: number | null, today: string): boolean =>
  on <= today && (validDays === null || today < dayAfter(on, validDays));

/** Who of these has a training that counts today. */
export const currentOf = ({ taken, validDays }: DefinedTraining, people: readonly string[], today: string): readonly string[] =>
  people.filter((id) => taken.some(({ personId, on }) => personId === id && isCurrent(on, validDays, today)));

/** Who of these has acknowledged the version that holds. */
export const acknowledgedBy = ({ version, acknowledged }: PublishedPolicy, people: readonly string[]): readonly string[] =>
  people.filter((id) => acknowledged.some((one) => one.personId === id && one.version === version));

/** Some of several: those who are missing are named by the records. */
const someOf = (those: { readonly good: number; readonly all: number; readonly lacks: string }, evidence: readonly Evidence[]): Found => {
  const { good, all, lacks } = those;
  return found(
    good === all ? "met" : good === 0 ? "open" : "overdue", `${String(good)} of ${String(all)}`, good === all ? "" : lacks, evidence,
  );
};

const missing = (people: readonly string[], good: readonly string[], { here }: Around): string => {
  const names = people.filter((id) => !good.includes(id)).map((id) => here.get(id) ?? "somebody");
  return names.length === 0
    ? "everybody" : `missing: ${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${String(names.length - 5)} more`
    : ""}`;
};

function trained(isFor: TrainedFor, people: readonly string[] | null, around: Around): Found {
  const { trainings, today } = around;
  const who = isFor === "responders" ? "responders" : "commanders";
  const asked = trainings.filter(
    (training) => training.status === "defined" && (training.isFor === isFor || training.isFor === "everybody"),
  );
  if (asked.length === 0) return found("open", "No training", `has no training for ${who}`);
  if (people === null || people.length === 0) return found("open", "Nobody", `has no ${who} to train`);
  const current = asked.map((training) => ({ training, people: currentOf(training, people, today) }));
  const good = people.filter((id) => current.every((one) => one.people.includes(id)));
  const lacks = `has ${who} whose training is missing or over`;
  return someOf({ good: good.length, all: people.length, lacks }, current.map(({ training, people: those }) => ({
    kind: "training", recordId: training.trainingId,
    says: `${training.name}: ${String(those.length)} of ${String(people.length)}, ${missing(people, those, around)}`,
  })));
}

function policies(service: ServiceFacts, around: Around): Found {
  const asked = around.policies.filter(({ status }) => status === "published");
  const people = peopleOf(service, around);
  if (asked.length === 0) return found("open", "No policy", "has no policy to acknowledge");
  if (people.length === 0) return found("open", "Nobody", "has nobody to acknowledge policies");
  const isFor = ({ isFor: whom }: PublishedPolicy): readonly string[] =>
    whom === "everybody" ? people : ((whom === "responders" ? service.responders : service.commanders) ?? []);
  const each = asked.map((policy) => ({ policy, people: isFor(policy), good: acknowledgedBy(policy, isFor(policy)) }));
  const good = people.filter((id) => each.every((one) => !one.people.includes(id) || one.good.includes(id)));
  return someOf({ good: good.length, all: people.length, lacks: "has people who have not acknowledged a policy" }, each.map((one) => ({
    kind: "policy", recordId: one.policy.policyId,
    says: `${one.policy.name}, version ${String(one.policy.version)}: ${String(one.good.length)} of ${String(one.people.length)}, ${missing(one.people, one.good, around)}`,
  })));
}

/** Off the list: what the list says so of, what it does not know, and an exception that is over. */
export const isOffList = (technology: ListedTechnology | undefined, today: string): boolean =>
  technology === undefined || technology.status === "offList"
  || (technology.status === "exception" && technology.until !== null && technology.until <= today);

function technologiesOf({ stated }: ServiceFacts, { technologies, today }: Around): Found {
  if (stated === null || stated.made.length === 0) return found("open", "Not known", "has not said what it is made with");
  const used = [...new Set(stated.made.flatMap(({ uses }) => uses.map(({ technologyId }) => technologyId)))];
  const off = used.filter((id) => isOffList(technologies.get(id), today));
  const evidence = used.map((id): Evidence => {
    const known = technologies.get(id);
    return {
      kind: "technology", recordId: id, says: `${known?.name ?? "a technology"}: ${off.includes(id) ? "off the list" : "on the list"}`,
    };
  });
  const names = off.map((id) => technologies.get(id)?.name ?? "a technology").slice(0, 3).join(", ");
  return off.length === 0
    ? found("met", `${String(used.length)} of ${String(used.length)}`, "", evidence)
    : found(
      "open", `${String(off.length)} off the list`, `runs on ${names}, which ${off.length === 1 ? "is" : "are"} off the list`, evidence,
    );
}

function rollback(days: number | null, { rollback: last }: ServiceFacts, { today }: Around): Found {
  if (last === null) return found("open", "Never tried", "never tried its rollback");
  const on = new Date(last.at).toISOString().slice(0, 10);
  const passed = daysFrom(on, today);
  const took = last.durationMs === null ? "" : `, ${duration(last.durationMs)}`;
  const evidence: readonly Evidence[] = [{ kind: "deploy", recordId: last.deployId, says: `rolled back on ${shortDay(on, today)}${took}` }];
  return days !== null && passed > days
    ? found("overdue", `${String(passed)} days ago`, `last tried its rollback ${String(passed)} days ago`, evidence)
    : { ...found("met", `${shortDay(on, today)}${took}`, "", evidence), until: days === null ? undefined : dayAfter(on, days + 1) };
}

/** A review counts from its milestone on: what is answered after it belongs to the next one. */
function lens(days: number | null, { assessed }: ServiceFacts, { today }: Around): Found {
  if (assessed === null) return found("open", "Never", "has no lens answered about it");
  const { assessmentId, lens: name, at, high } = assessed;
  const rests = (says: string): readonly Evidence[] => [{ kind: "assessment", recordId: assessmentId, says: `${name}: ${says}` }];
  if (at === null) return found("open", "No milestone", "has a lens answered without a milestone", rests("no milestone yet"));
  const on = new Date(at).toISOString().slice(0, 10);
  const passed = daysFrom(on, today);
  const evidence = rests(`milestone of ${shortDay(on, today)}`);
  if (days !== null && passed > days)
    return found("overdue", `${String(passed)} days ago`, `last had a lens answered ${String(passed)} days ago`, evidence);
  if (high > 0) {
    const risks = high === 1 ? "1 high risk" : `${String(high)} high risks`;
    return found("overdue", risks, `has ${risks} of its lens that the register does not carry`, evidence);
  }
  return { ...found("met", shortDay(on, today), "", evidence), until: days === null ? undefined : dayAfter(on, days + 1) };
}

function owner({ stated }: ServiceFacts, { here }: Around): Found {
  const ownerId = stated?.ownerId ?? null;
  if (ownerId === null) return found("open", "Nobody", "has no owner");
  const name = here.get(ownerId);
  return name === undefined
    ? found("open", "Has left", "has an owner who has left")
    : found("met", name, "", [{ kind: "person", recordId: ownerId, says: `${name} answers for it` }]);
}

function objectives({ objectives: known }: ServiceFacts): Found {
  if (known.length === 0) return found("open", "None", "has no objective");
  const evidence = known.map(
    ({ objectiveId, target }): Evidence => ({ kind: "objective", recordId: objectiveId, says: inPercent(target / 1_000) }),
  );
  return found("met", inPercent(Math.max(...known.map(({ target }) => target)) / 1_000), "", evidence);
}

function responders({ responders: people }: ServiceFacts): Found {
  if (people === null) return found("open", "None", "has no rotation that is paged");
  return people.length === 0
    ? found("open", "Nobody in it", "has a rotation with nobody in it")
    : found("met", people.length === 1 ? "1 person" : `${String(people.length)} people`);
}

/** Everybody who is paged has read the runbook that is linked, not longer ago than the check says. */
function runbookRead(days: number | null, service: ServiceFacts, around: Around): Found {
  const { runbookUrl, responders: people, stated } = service;
  if (runbookUrl === null) return found("open", "No runbook", "has no runbook to read");
  if (people === null || people.length === 0) return found("open", "Nobody", "has nobody who is paged, to read its runbook");
  const { today, here } = around;
  const read = (stated?.read ?? []).filter(({ url, personId }) => url === runbookUrl && people.includes(personId));
  const current = read.filter(({ on }) => days === null || daysFrom(on, today) <= days);
  const [oldest] = current.map(({ on }) => on).toSorted();
  const evidence = read.map(({ personId, on }): Evidence => ({
    kind: "person", recordId: personId, says: `${here.get(personId) ?? "Somebody"} read it on ${shortDay(on, today)}`,
  }));
  const lacks = "is paged to people who have not read its runbook lately";
  const said = someOf({ good: current.length, all: people.length, lacks }, evidence);
  const isOld = current.length === 0 && read.length > 0;
  return {
    ...said, state: isOld ? "overdue" : said.state,
    until: said.state !== "met" || days === null || oldest === undefined ? undefined : dayAfter(oldest, days + 1),
  };
}

/** What the log says of a fact, of one service. */
export function factFound(fact: FactKind, days: number | null, [service, around]: readonly [ServiceFacts, Around]): Found {
  switch (fact) {
    case "rollbackTried":
      return rollback(days, service, around);
    case "objectiveSet":
      return objectives(service);
    case "ownerSet":
      return owner(service, around);
    case "respondersSet":
      return responders(service);
    case "runbookLinked":
      return service.runbookUrl === null ? found("open", "None", "has no runbook") : found("met", "Linked");
    case "runbookRead":
      return runbookRead(days, service, around);
    case "respondersTrained":
      return trained("responders", service.responders, around);
    case "commandersTrained":
      return trained("commanders", service.commanders, around);
    case "policiesAcknowledged":
      return policies(service, around);
    case "technologiesListed":
      return technologiesOf(service, around);
    case "lensAnswered":
      return lens(days, service, around);
  }
}

/** What somebody stated of a check, and how that has aged. */
export function statementFound({ checkId, name }: ReadinessCheck, { stated }: ServiceFacts, { today, here }: Around): Found {
  const known = stated?.statements.find((one) => one.checkId === checkId);
  if (known === undefined) return found("open", "Never", `has nobody who stated “${name}”`);
  const said =
    `${here.get(known.statedBy) ?? "Somebody who has left"} stated it on ${shortDay(known.on, today)}${known.note.trim() === "" ? "" : `: ${known.note.trim()}`}`;
  const evidence: readonly Evidence[] = [{ kind: "person", recordId: known.statedBy, says: said }];
  const passed = daysFrom(known.on, today);
  return known.until <= today
    ? found("overdue", `${String(passed)} days ago`, `has “${name}” from ${String(passed)} days ago`, evidence)
    : { ...found("met", shortDay(known.on, today), "", evidence), until: known.until };
}
