import type { CheckState, ReadinessCheck, ReadinessState } from "@ballast/schema";
import { daysFrom, factFound, shortDay, statementFound, type Around, type Evidence, type ServiceFacts } from "./facts.ts";
import { askedExemption, exemptionOn, type Exemption } from "./serviceReadiness.ts";

/** How one service stands with one check. */
export interface CheckStanding {
  readonly checkId: string;
  readonly state: CheckState;
  /** The fact: a date, a figure, or until when it is exempt. */
  readonly fact: string;
  /** What is missing, for a sentence that begins with the service's name; empty where nothing is. */
  readonly lacks: string;
  readonly evidence: readonly Evidence[];
  /** The first day on which it will not be met any more by itself; null where nobody knows. */
  readonly until: string | null;
  /** The exemption by which it counts as met. */
  readonly exemption: Exemption | null;
  /** The one that waits for a decision. */
  readonly asked: Exemption | null;
}

/** How one service stands with all checks. */
export interface ServiceStanding {
  readonly serviceId: string;
  readonly state: ReadinessState;
  readonly checks: readonly CheckStanding[];
  /** Met or exempt. */
  readonly met: number;
}

/** How a service stands with a check: what is exempt counts as met until its end, which comes by itself. */
export function standingWith(check: ReadinessCheck, service: ServiceFacts, around: Around): CheckStanding {
  const { checkId, ground } = check;
  const { today } = around;
  const said =
    ground.on === "fact" ? factFound(ground.fact, ground.days, [service, around]) : statementFound(check, service, around);
  const exemption = service.stated === null ? null : exemptionOn(service.stated, checkId, today);
  const asked = service.stated === null ? null : askedExemption(service.stated, checkId, today);
  const known = { checkId, evidence: said.evidence, asked };
  return said.state === "met" || exemption === null
    ? { ...known, state: said.state, fact: said.fact, lacks: said.lacks, until: said.until ?? null, exemption: null }
    : {
      ...known, state: "exempt", fact: `Exempt to ${shortDay(exemption.until, today)}`, lacks: said.lacks, until: exemption.until,
      exemption,
    };
}

/** How a service stands with all checks of a set. */
export function serviceStanding(checks: readonly ReadinessCheck[], service: ServiceFacts, around: Around): ServiceStanding {
  const standings = checks.map((check) => standingWith(check, service, around));
  const has = (state: CheckState): boolean => standings.some((one) => one.state === state);
  return {
    serviceId: service.serviceId, checks: standings, state: has("open") ? "notReady" : has("overdue") ? "nearly" : "ready",
    met: standings.filter(({ state }) => state === "met" || state === "exempt").length,
  };
}

const numbers = ["None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
const inWords = (count: number): string => numbers[count] ?? String(count);
const small = (count: number): string => inWords(count).toLowerCase();

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;

const opens = ({ checks }: ServiceStanding, state: CheckState): number => checks.filter((one) => one.state === state).length;

/** Who is furthest from being ready; undefined where all are. */
const worst = (services: readonly ServiceStanding[]): ServiceStanding | undefined =>
  services
    .filter(({ state }) => state !== "ready")
    .toSorted((one, other) => opens(other, "open") - opens(one, "open") || opens(other, "overdue") - opens(one, "overdue"))[0];

/** So far ahead an exemption's end is said. */
export const SOON_DAYS = 14;

/** Exemptions that count, and end soon. */
export const endingSoon = (services: readonly ServiceStanding[], today: string): readonly Exemption[] =>
  services
    .flatMap(({ checks }) => checks.flatMap(({ exemption }) => exemption ?? []))
    .filter(({ until }) => daysFrom(today, until) <= SOON_DAYS)
    .toSorted((one, other) => (one.until < other.until ? -1 : 1));

/** Who is ready, who is not and why, and what ends soon, in a sentence or two. */
export function readinessSentence(services: readonly ServiceStanding[], nameOf: (serviceId: string) => string, today: string): string {
  if (services.length === 0) return "There is no service yet.";
  const ready = services.filter(({ state }) => state === "ready").length;
  const all = services.length;
  const first =
    all === 1
      ? `The one service is ${ready === 1 ? "" : "not "}ready.`
      : ready === all
        ? `All ${small(all)} services are ready.` : `${inWords(ready)} of ${small(all)} services ${ready < 2 ? "is"
        : "are"} ready.`;
  const last = worst(services);
  const lacking = (last?.checks ?? [])
    .filter(({ state }) => state === "open" || state === "overdue")
    .toSorted((one, other) => (one.state === other.state ? 0 : one.state === "open" ? -1 : 1))
    .map(({ lacks }) => lacks);
  const said = lacking.length > 3 ? [...lacking.slice(0, 3), `${small(lacking.length - 3)} more`] : lacking;
  const why = last === undefined ? "" : ` ${nameOf(last.serviceId)} ${listed(said)}`;
  const [soon] = endingSoon(services, today);
  const days = soon === undefined ? 0 : daysFrom(today, soon.until);
  const ends = soon === undefined ? "" : `one exemption ends in ${days === 1 ? "1 day" : `${String(days)} days`}`;
  const second = why === "" ? (
    ends === "" ? "" : ` ${ends.charAt(0).toUpperCase()}${ends.slice(1)}.`
  ) : `${why}${ends === "" ? "" : `; ${ends}`}.`;
  return `${first}${second}`;
}

/** "Since October two services became ready and one fell back."; empty where nothing changed. */
export function changeSentence(
  before: ReadonlyMap<string, ReadinessState>, services: readonly ServiceStanding[], monthName: string,
): string {
  const known = services.flatMap(({ serviceId, state }) => {
    const then = before.get(serviceId);
    return then === undefined ? [] : [{ then, state }];
  });
  const became = known.filter(({ then, state }) => then !== "ready" && state === "ready").length;
  const fell = known.filter(({ then, state }) => then === "ready" && state !== "ready").length;
  const parts = [
    ...(became > 0 ? [`${small(became)} ${became === 1 ? "service" : "services"} became ready`] : []),
    ...(fell > 0 ? [`${became > 0 ? small(fell) : `${small(fell)} ${fell === 1 ? "service" : "services"}`} fell back`] : []),
  ];
  return parts.length === 0 ? "" : `Since ${monthName} ${parts.join(" and ")}.`;
}
