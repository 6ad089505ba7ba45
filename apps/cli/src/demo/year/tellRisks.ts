import { counterDecider, type Aggregate } from "@ballast/domain";
import { factorDecider, mitigationDecider, riskDecider, type RiskCommand } from "@ballast/domain/risk";
import { idOf, ids } from "@ballast/eventlog";
import type { BallastEvent, RiskInputs } from "@ballast/schema";
import { own } from "@ballast/schema/own";
import { after, type Past } from "../author.ts";
import { actor, type Login } from "../cast.ts";
import { pastIncidentId } from "../tellIncident.ts";
import type { CollectingAuthor } from "./collecting.ts";
import type { Happening } from "./happenings.ts";
import { mitigations, register, type YearMitigation, type YearRisk } from "./register.ts";

/** So many days before the first start, at an hour of the morning; below zero ahead of it. */
export type DaysAgo = (days: number, hour?: number) => string;

interface Telling {
  readonly author: CollectingAuthor;
  readonly daysAgo: DaysAgo;
  readonly happenings: readonly Happening[];
}

/** The id of a risk of the register. */
export const yearRiskId = (key: string): string => idOf(riskDecider, ids.command("demonstration", "risk", key));
const mitigationId = (key: string): string => idOf(mitigationDecider, ids.command("demonstration", "mitigation", key));

const write = <State, Command, Event extends BallastEvent>(
  { author }: Telling,
  { who, ...past }: Omit<Past<State, Command, Event>, "by"> & { readonly who: Login; readonly aggregate: Aggregate<State, Command, Event> },
): Promise<void> => author.write({ ...past, by: actor(who) });

const day = (at: string): string => at.slice(0, 10);

/** What is told of risks, mitigations and what somebody lives with. */
export async function tellRisks(telling: Telling): Promise<void> {
  for (const [index, risk] of register.entries()) await tellRisk(telling, risk, index + 1);
  for (
    const [index, mitigation] of mitigations.toSorted((one, other) => other.planned - one.planned).entries()
  ) await tellMitigation(telling, mitigation, index + 1);
  const { author, daysAgo } = telling;
  const [at, factorId] = [daysAgo(210, 10), idOf(factorDecider, ids.command("demonstration", "factor"))];
  await author.write({
    aggregate: factorDecider, id: factorId, at, by: actor("mira"),
    command: {
      type: "StateFactor", now: at, factorId, title: "Nobody watches between two and six in the morning",
      detectMinutes: 4, resolveMinutes: 0,
      frequencyPercent: 0, reason: "alerts of the night are found four minutes later",
    },
  });
}

async function tellRisk(telling: Telling, risk: YearRisk, number: number): Promise<void> {
  const { key, title, statement, category, services, owner, inputs, first, daysAgo, grid } = risk;
  const [riskId, at] = [yearRiskId(key), telling.daysAgo(daysAgo, 9)];
  const say = (when: string, who: Login, command: RiskCommand): Promise<void> =>
    write(telling, { aggregate: riskDecider, id: riskId, at: when, who, command });
  const occurred = occurrences(telling, risk);
  await write(
    telling, { aggregate: counterDecider, id: "risks", at, who: "mira", command: { type: "TakeNumber", now: at, forId: riskId } },
  );
  await telling.author.write({
    aggregate: riskDecider, id: riskId, at, by: actor("mira"), holds: true,
    command: {
      type: "RegisterRisk", now: at, riskId, number, title, statement, category, serviceIds: services.map((slug) => ids.service(slug)),
      ownerId: ids.person(owner), reviewEveryDays: 90, observedSince: telling.daysAgo(364, 0), inputs: { ...inputs, ...first },
      reason: "as we think of it",
    },
  });
  await say(
    after(at, 600), owner, { type: "RateRisk", now: at, riskId, likelihood: grid[0], impact: grid[1], reason: "in the first meeting" },
  );
  await say(after(at, 900), "mira", {
    type: "SetRiskTreatment", now: at, riskId, treatment: treatmentOf(key), state: treatmentOf(key) === "mitigate"
      ? "inProgress" : "notBegun",
    reason: "as decided in the meeting",
  });
  // In the order in which it happened: what came true, reviews, and the new estimate where the first was wrong.
  const later: { readonly at: string; readonly tell: () => Promise<void> }[] = occurred
    .map(({ incidentId, linkedAt }) => ({
      at: linkedAt,
      tell: () => say(linkedAt, "mira", {
        type: "LinkRisk", now: linkedAt, riskId, kind: "incident", recordId: incidentId, impactPer100k: null, note: "said in its review",
      }),
    }));
  later.push(...estimates(telling, risk).map(({ at: when, who, command }) => ({ at: when, tell: () => say(when, who, command) })));
  for (let reviewed = daysAgo - 90; reviewed > 2; reviewed -= 90) {
    const when = telling.daysAgo(reviewed, 13);
    later.push({
      at: when, tell: () => say(when, owner, { type: "ReviewRisk", now: when, riskId, note: "Looked at in the risk meeting." }),
    });
  }
  later.push(...acceptances(telling, key).map(({ at: when, who, command }) => ({ at: when, tell: () => say(when, who, command) })));
  for (const { tell } of later.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) await tell();
}

/** What it was thought to be later on: as history said, and less with each mitigation that was delivered. */
function estimates({ daysAgo }: Telling, { key, daysAgo: registered, inputs, first, owner }: YearRisk): readonly Said[] {
  const delivered = mitigations
    .flatMap(({ effects, delivered: on, title }) => {
      const effect = own(effects, key);
      return effect === undefined || on === undefined ? [] : [{ on, effect, title }];
    })
    .toSorted((one, other) => other.on - one.on);
  const after = (on: number): RiskInputs => delivered.filter((one) => one.on >= on).reduce(
    (now, { effect }) => ({ ...now, ...effect }), inputs,
  );
  const say = (on: number, basis: "history" | "judgement", reason: string): Said => {
    const at = daysAgo(on, 17);
    return { at, who: owner, command: { type: "EstimateRisk", now: at, riskId: yearRiskId(key), inputs: after(on), basis, reason } };
  };
  const known = Math.floor(registered / 2) - 10;
  return [
    ...(first === undefined ? [] : [say(known, "history", "what happened since says otherwise")]),
    ...delivered.map(({ on, title }) => say(on, "judgement", `${title}: delivered`)),
  ];
}

const treatmentOf = (key: string): "mitigate" | "accept" =>
  mitigations.some(({ effects }) => Object.hasOwn(effects, key)) ? "mitigate" : "accept";

/** Incidents in which it came true, each said in the review. Those of before the register were linked when it was written. */
function occurrences({ happenings, author, daysAgo }: Telling, { key, cameTrue = [], daysAgo: registered }: YearRisk) {
  const inYear = happenings.filter(({ family }) => family.key === key).map(({ name, at }) => ({ incidentId: pastIncidentId(name), at }));
  const begins = new Map(author.records().filter(({ category }) => category === "incident").map(({ id, begins: at }) => [id, at]));
  const late = cameTrue.map((title) => ({ incidentId: pastIncidentId(title), at: begins.get(pastIncidentId(title)) ?? daysAgo(10) }));
  return [...inYear, ...late].map(({ incidentId, at }) => {
    const reviewed = after(at, 2 * 24 * 3_600 + 900);
    const known = daysAgo(registered, 10);
    return { incidentId, linkedAt: reviewed > known ? reviewed : known };
  });
}

interface Said {
  readonly at: string;
  readonly who: Login;
  readonly command: RiskCommand;
}

/** Who lives with what until when: one that holds, one that was looked at again, one that waits for a decision. */
function acceptances({ daysAgo }: Telling, key: string): readonly Said[] {
  const riskId = yearRiskId(key);
  const ask = (name: string, asked: { readonly on: number; readonly until: number; readonly by: Login; readonly reason: string }) => {
    const acceptanceId = ids.part(riskId, "acceptance", name);
    const at = daysAgo(asked.on, 11);
    const proposed: Said = {
      at, who: asked.by,
      command: {
        type: "ProposeAcceptance", now: at, riskId, acceptanceId, requestedBy: ids.person(asked.by), from: null,
        until: daysAgo(asked.until, 0), reason: asked.reason,
      },
    };
    const decide = (on: number, note: string): readonly Said[] => {
      const [begun, decided] = [daysAgo(on, 9), daysAgo(on, 15)];
      const by = ids.person("mira");
      return [
        { at: begun, who: "mira", command: { type: "BeginAcceptanceReview", now: begun, riskId, acceptanceId, reviewerId: by } },
        { at: decided, who: "mira", command: { type: "ApproveAcceptance", now: decided, riskId, acceptanceId, approverId: by, note } },
      ];
    };
    const pass = (on: number): Said => {
      const when = daysAgo(on, 0);
      return { at: when, who: "mira", command: { type: "PassAcceptanceTime", now: when, riskId, acceptanceId } };
    };
    return { proposed, decide, pass };
  };
  if (key === "address") {
    const until = ask("first", { on: 190, until: -64, by: "ana", reason: "orders go through without suggestions" });
    return [until.proposed, ...until.decide(186, "Until the contract is renewed.")];
  }
  if (key === "library") {
    const first = ask("first", { on: 168, until: 78, by: "jo", reason: "its successor comes in the spring" });
    const again = ask("again", { on: 80, until: -19, by: "jo", reason: "the successor is there, its filters are not" });
    return [
      first.proposed, ...first.decide(165, "For a quarter."), first.pass(78), again.proposed,
      ...again.decide(77, "For a quarter more, and not again."),
    ];
  }
  if (key === "mail") return [ask("first", { on: 4, until: -180, by: "sam", reason: "an hour late is late enough to live with" }).proposed];
  return [];
}

async function tellMitigation(telling: Telling, mitigation: YearMitigation, number: number): Promise<void> {
  const { key, title, owner, effects, needs = [], planned, due, slips = [], begun, delivered } = mitigation;
  const { daysAgo } = telling;
  const id = mitigationId(key);
  const say = <Command extends Parameters<typeof mitigationDecider.decide>[0]>(at: string, command: Command): Promise<void> =>
    write(telling, { aggregate: mitigationDecider, id, at, who: owner, command });
  const at = daysAgo(planned, 14);
  await write(
    telling, { aggregate: counterDecider, id: "mitigations", at, who: owner, command: { type: "TakeNumber", now: at, forId: id } },
  );
  const changed = Object.entries(effects).map(([risk, inputs]): { riskId: string; inputs: Partial<RiskInputs> } =>
    ({ riskId: yearRiskId(risk), inputs }));
  await say(at, {
    type: "PlanMitigation", now: at, mitigationId: id, number, title, description: "", riskIds: changed.map(({ riskId }) => riskId),
    ownerId: ids.person(owner), needs: needs.map(mitigationId), effects: changed, dueOn: day(daysAgo(due)), waitedFor: [],
  });
  const steps: { readonly at: string; readonly tell: () => Promise<void> }[] = slips.map(({ on, to, reason, becauseOf }) => {
    const when = daysAgo(on, 16);
    return {
      at: when,
      tell: () => say(when, {
        type: "MoveMitigationDue", now: when, mitigationId: id, dueOn: day(daysAgo(to)), reason,
        becauseOf: becauseOf === undefined ? null : mitigationId(becauseOf),
      }),
    };
  });
  if (begun !== undefined) {
    const when = daysAgo(begun, 9);
    steps.push({ at: when, tell: () => say(when, { type: "BeginMitigation", now: when, mitigationId: id }) });
  }
  if (delivered !== undefined) {
    const when = daysAgo(delivered, 15);
    steps.push({
      at: when, tell: () => say(
        when, { type: "DeliverMitigation", now: when, mitigationId: id, deliveredAt: when, releaseId: null, note: "" },
      ),
    });
  }
  for (const { tell } of steps.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) await tell();
}
