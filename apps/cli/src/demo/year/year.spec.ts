import { incidentDecider, laneDecider, onCallAt, type DeclaredIncident } from "@ballast/domain";
import { actionDecider, type KnownAction } from "@ballast/domain/action";
import { readinessDecider, type KnownReadiness } from "@ballast/domain/readiness";
import { sittingDecider, type KnownSitting } from "@ballast/domain/forum";
import {
  assessmentDecider, choicesIn, lensDecider, OTHERWISE, readCondition, standingOf, type Assessment, type BegunAssessment, type ImportedLens,
} from "@ballast/domain/lens";
import { annotationsOf, draftReaders, reviewDecider, type KnownReview } from "@ballast/domain/review";
import { mitigationDecider, riskDecider, type PlannedMitigation, type RegisteredRisk } from "@ballast/domain/risk";
import { ids } from "@ballast/eventlog";
import { misfitsOf, type AssessmentEvent, type RiskInputs } from "@ballast/schema";
import { badMinutesAYear } from "@ballast/schema/badMinutes";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../author.ts";
import { actor } from "../cast.ts";
import { DEPLOY_SECONDS } from "../pastReleases.ts";
import { rotationsOf } from "../rotations.ts";
import { COMPANY_DAYS, yearOf, type Year } from "./year.ts";
import { liveAt } from "./trains.ts";

const me = ids.person("who started it");
const firstStart = new Date("2026-11-29T16:30:12.000Z");
const year = await yearOf({ me, now: firstStart });

const statesOf = <State>({ records }: Year, { category }: { readonly category: string }): readonly State[] =>
  records.filter((record) => record.category === category).map(({ state }) => state as State);
const eventsOf = ({ records }: Year) => records.flatMap(({ stream, events }) => events.map((event) => ({ stream, ...event })));

describe("the year", () => {
  it("is the same every time, whatever day of the week it begins on, and lies before its first start", async () => {
    const again = await yearOf({ me, now: firstStart });
    expect(
      eventsOf(again).map(({ eventId, event }) => [eventId, event])
    ).toEqual(eventsOf(year).map(({ eventId, event }) => [eventId, event]));
    for (let days = 0; days < 6; days += 1) {
      const now = new Date(Date.parse("2027-02-20T00:00:40.000Z") + days * DAY_MS * 1.37);
      const other = await yearOf({ me, now });
      const late = eventsOf(other).filter(({ metadata }) => Date.parse(metadata.occurredAt) > now.getTime());
      expect(late.map(({ stream, event }) => [stream, event.type])).toEqual([]);
      expect(other.happenings.length).toBeGreaterThan(35);
    }
  });

  it("is what it is meant to be: releases, incidents, flags, risks and actions, each as the log takes them", () => {
    const counts = Map.groupBy(year.records, ({ category }) => category);
    const size = (category: string): number => counts.get(category)?.length ?? 0;
    expect(size("release")).toBeGreaterThan(400);
    expect(size("incident")).toBeGreaterThan(45);
    expect(size("action")).toBeGreaterThan(40);
    expect(eventsOf(year).length).toBeLessThan(8_000);
    for (const { event: { type, data }, metadata } of eventsOf(year))
      expect([type, misfitsOf({ type, data, metadata: { ...metadata, schemaVersion: 1 } })]).toEqual([type, []]);
  });

  it("is told by its source, but for what is to be looked after: nobody is called for what was long ago", () => {
    const held = eventsOf(year).filter(({ metadata }) => metadata.source === undefined).map(({ event }) => event.type);
    expect([...new Set(held)].sort()).toEqual(["ObjectiveDefined", "RiskEstimated", "RiskRegistered"]);
    for (
      const { metadata } of eventsOf(year)
    ) if (metadata.source !== undefined) expect(metadata.source.publishedAt).toBe(metadata.occurredAt);
  });

  it("tells every record in the order in which it went, and each record once", () => {
    const streams = [...year.first, ...year.records].map(({ stream }) => stream);
    expect(new Set(streams).size).toBe(streams.length);
    for (const { stream, events } of year.records) {
      const times = events.map(({ metadata }) => metadata.occurredAt);
      expect([stream, times]).toEqual([stream, times.toSorted()]);
    }
  });
});

it("names nothing that is not there yet: what is looked at while it comes in can be shown", () => {
  // A deploy names the lane it goes to, which is there only once something is served.
  const places = new Map([...year.first, ...year.records].map(({ id, category }, place) => [id, category === "lane" ? 0 : place]));
  const early = year.records.flatMap(({ stream, category, id, events }, place) => {
    // A mitigation waits for another, and one that was planned before it may wait for it too.
    const named = JSON.stringify(events.map(({ event }) => event.data)).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    const later = named.filter((other) => other !== id && (places.get(other) ?? 0) > year.first.length + place);
    return category === "mitigation" ? [] : later.map((other) => [stream, other]);
  });
  expect(early).toEqual([]);
});

describe("what hangs together in the year", () => {
  it("has no two deploys on one lane at once, each after its release and its proof in staging", () => {
    for (const [slug, trains] of Map.groupBy(year.trains, (train) => train.slug)) {
      const lane = trains.map((train) => [Date.parse(train.productionAt), Date.parse(liveAt(train))] as const);
      for (const [index, [begins]] of lane.entries()) expect([slug, begins > (lane[index - 1]?.[1] ?? 0)]).toEqual([slug, true]);
      for (const { releasedAt, stagingAt, productionAt, commits } of trains) {
        expect(Date.parse(stagingAt)).toBeGreaterThan(Date.parse(releasedAt));
        expect(Date.parse(productionAt)).toBeGreaterThan(Date.parse(stagingAt) + DEPLOY_SECONDS * 1_000);
        for (const { authorAt } of commits) expect(Date.parse(authorAt)).toBeLessThan(Date.parse(releasedAt));
      }
    }
    expect(statesOf<{ serving: unknown }>(year, laneDecider).every(({ serving }) => serving !== null)).toBe(true);
    // What Ballast drives itself knows from itself what serves there.
    expect(year.records.map(({ id }) => id)).not.toContain(ids.lane(ids.service("checkout"), "production"));
  });

  it("has a cause before each incident that a release brought, and the release that ended it at its end", () => {
    const brought = year.happenings.filter(({ cause }) => cause !== null);
    expect(brought.length).toBeGreaterThan(8);
    for (const { cause, at, story, endsAt } of brought) {
      if (cause === null) continue;
      const began = Date.parse(at) - story.detectedAfter * 60_000;
      expect(Date.parse(liveAt(cause))).toBeLessThan(began);
      const mends = year.trains.find(({ slug, mends }) => slug === cause.slug && mends === cause.version);
      expect(mends === undefined ? 0 : Date.parse(liveAt(mends))).toBeGreaterThan(Date.parse(at));
      expect(mends === undefined ? Number.MAX_VALUE : Date.parse(liveAt(mends))).toBeLessThan(Date.parse(endsAt));
      expect(mends?.commits[0]?.reverts).toEqual([cause.commits.at(-1)?.sha]);
    }
  });

  it("pages whoever had the turn, and every incident is over, within hours", () => {
    const rotations = rotationsOf({ me, now: firstStart, since: new Date(firstStart.getTime() - COMPANY_DAYS * DAY_MS).toISOString() });
    for (const { at, story } of year.happenings) {
      const rotation = rotations.find(({ name }) => name === story.rotation);
      const turn = rotation === undefined ? null : onCallAt({ layers: rotation.layers, overrides: [], left: new Map() }, at);
      expect(turn).toBe(actor(story.onCall).personId);
    }
    for (const { state, milestones, intervals } of statesOf<DeclaredIncident>(year, incidentDecider)) {
      expect(state).toBe("resolved");
      const { impactStart = "", detected = "", acknowledged = "", mitigated = "", resolved = "" } = milestones;
      const inOrder = [impactStart, detected, acknowledged, mitigated, resolved].map((at) => Date.parse(at));
      expect([detected, inOrder.toSorted((one, other) => one - other)]).toEqual([detected, inOrder]);
      expect(Date.parse(resolved) - Date.parse(impactStart)).toBeLessThan(6 * 3_600_000);
      expect(intervals).not.toBeNull();
    }
  });

  it("has actions after the incident that they came of, verified by somebody else, and few that are late", () => {
    const declared = new Map(year.records.filter(({ category }) => category === "incident").map(({ id, begins }) => [id, begins]));
    const actions = year.records.filter(({ category }) => category === "action");
    const today = firstStart.toISOString().slice(0, 10);
    let late = 0;
    for (const { state, begins } of actions) {
      const { source, status, verified, ownerId, dueOn, finished } = state as KnownAction;
      if (source !== null) expect((declared.get(source.recordId) ?? "9") < begins).toBe(true);
      if (verified !== null) expect(verified.by).not.toBe(ownerId);
      if (finished !== null && finished.at !== null) expect(finished.at > begins).toBe(true);
      if (status === "open" && dueOn !== null && dueOn < today) late += 1;
    }
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThanOrEqual(2);
    expect(statesOf<KnownAction>(year, actionDecider).some(({ slips }) => slips.length > 1)).toBe(true);
  });

  it("has a review of what was reviewed, held when its incident says so, with factors that come again", () => {
    const reviews = new Map(statesOf<KnownReview>(year, reviewDecider).map((review) => [review.incidentId, review]));
    const incidents = statesOf<DeclaredIncident>(year, incidentDecider);
    const held = incidents.flatMap(({ incidentId, review }) => (review.status === "held" ? [{ incidentId, heldAt: review.heldAt }] : []));
    expect([held.length > 20, reviews.size]).toEqual([true, held.length]);
    for (const { incidentId, heldAt } of held) expect(reviews.get(incidentId)).toMatchObject({ status: "published", heldAt });
    const words = [...reviews.values()].flatMap(({ lines }) => lines.flatMap(({ factor }) => (factor === null ? [] : [factor.word])));
    expect(Math.max(...[...Map.groupBy(words, (word) => word).values()].map((same) => same.length))).toBeGreaterThan(3);
  });

  it("reads the draft of a review before it is held, and annotates the moment at which it was detected", () => {
    const reviews = statesOf<KnownReview>(year, reviewDecider);
    for (const review of reviews) expect(draftReaders(review).awaited).toEqual([]);
    const detected = new Map(
      statesOf<DeclaredIncident>(year, incidentDecider).map(({ incidentId, milestones }) => [incidentId, milestones.detected]),
    );
    const said = reviews.flatMap((review) => annotationsOf(review).map(({ moment }) => [moment.at, detected.get(review.incidentId)]));
    expect(said.length).toBeGreaterThan(1);
    for (const [at, when] of said) expect(Date.parse(at ?? "")).toBe(Date.parse(when ?? ""));
  });

  it("holds a review of its architecture each month: what it finds is carried by what was there, and the next one is prepared", () => {
    const sittings = statesOf<KnownSitting>(year, sittingDecider);
    expect(sittings.map(({ status }) => status)).toEqual(["held", "held", "held", "held", "held", "preparing"]);
    const began = new Map(year.records.map(({ id, begins }) => [id, begins]));
    const today = firstStart.toISOString().slice(0, 10);
    for (const { status, dueOn, heldOn, agenda, attended, findings, decisions, begunAt } of sittings) {
      if (status === "preparing") {
        expect(dueOn > today && Date.parse(dueOn) - firstStart.getTime() < 14 * DAY_MS).toBe(true);
        continue;
      }
      expect([heldOn, agenda.every(({ done }) => done), attended.length > 2, decisions.length]).toEqual([dueOn, true, true, 1]);
      for (const { record } of agenda) if (record !== null) expect((began.get(record.recordId) ?? "9") < (begunAt ?? "")).toBe(true);
      for (const { became, dismissed } of findings)
        expect(became === null ? dismissed !== null : (began.get(became.recordId) ?? "9") < (begunAt ?? "")).toBe(true);
    }
    expect(sittings.flatMap(({ agenda }) => agenda).filter(({ kind }) => kind === "risk").length).toBeGreaterThan(5);
    expect(sittings.flatMap(({ findings }) => findings.map(({ became }) => became?.kind)).toSorted()).toEqual([
      "action", "action", "risk", "risk", undefined,
    ]);
  });

  it("answers its own lens twice, the second time better; a high risk is in the register", () => {
    const [lens] = statesOf<ImportedLens>(year, lensDecider);
    const [assessment] = statesOf<BegunAssessment>(year, assessmentDecider);
    const questions = lens?.pillars.flatMap((pillar) => pillar.questions) ?? [];
    for (const { choices, rules } of questions)
      for (const { condition } of rules) {
        const read = condition === OTHERWISE ? undefined : readCondition(condition);
        expect(read).not.toBeNull();
        const named = read === undefined || read === null ? [] : choicesIn(read);
        for (const id of named) expect(choices.map((choice) => choice.id)).toContain(id);
      }
    const { events = [] } = year.records.find(({ category }) => category === "assessment") ?? {};
    const standings = events
      .reduce<{ readonly state: Assessment; readonly seen: readonly (readonly string[])[] }>(({ state, seen }, { event }) => {
        const next = assessmentDecider.evolve(state, event as AssessmentEvent);
        if (event.type !== "MilestoneSet" || next.status === "absent") return { state: next, seen };
        const now = questions.map((question) => standingOf(question, next.answers.find(({ questionId }) => questionId === question.id)));
        return { state: next, seen: [...seen, now] };
      }, { state: assessmentDecider.initialState, seen: [] }).seen;
    expect(standings).toEqual([
      ["MEDIUM_RISK", "MEDIUM_RISK", "HIGH_RISK", "MEDIUM_RISK", "HIGH_RISK"],
      ["NO_RISK", "MEDIUM_RISK", "MEDIUM_RISK", "NO_RISK", "HIGH_RISK"],
    ]);
    const risks = statesOf<RegisteredRisk>(year, riskDecider).map(({ riskId }) => riskId);
    expect(assessment?.risks.map(({ riskId }) => risks.includes(riskId))).toEqual([true]);
  });

  it("knows of each service whose it is, and leaves one exemption to be decided", () => {
    const known = statesOf<KnownReadiness>(year, readinessDecider);
    expect(known.length).toBe(6);
    expect(known.every(({ ownerId, made }) => ownerId !== null && made.length === 1)).toBe(true);
    expect(known.flatMap(({ exemptions }) => exemptions.map(({ state }) => state)).toSorted()).toEqual(["asked", "granted"]);
  });

  it("makes each risk smaller by what is done about it, and counts its incidents for it", () => {
    const risks = new Map(statesOf<RegisteredRisk>(year, riskDecider).map((risk) => [risk.riskId, risk]));
    const mitigations = statesOf<PlannedMitigation>(year, mitigationDecider);
    for (const { effects, title, delivered, needs } of mitigations) {
      for (const { riskId, inputs } of effects) {
        const now = risks.get(riskId)?.inputs;
        expect([title, now !== undefined && now !== null]).toEqual([title, true]);
        if (now === undefined || now === null) continue;
        const after: RiskInputs = { ...now, ...inputs };
        // What was delivered stands in the estimate.
        const [less, more] = [badMinutesAYear(after), badMinutesAYear(now)];
        expect([title, delivered === null ? less < more : less >= more]).toEqual([title, true]);
      }
      for (const needed of needs) expect(mitigations.map(({ mitigationId }) => mitigationId)).toContain(needed);
    }
    const provider = [...risks.values()].find(({ number }) => number === 1);
    expect(provider?.links.filter(({ kind }) => kind === "incident").length).toBeGreaterThan(3);
    expect(provider?.inputs?.resolveMinutes).toBe(5);
    expect([...risks.values()].flatMap(({ acceptances }) => acceptances.map(({ state }) => state)).toSorted()).toEqual([
      "active", "active", "expired", "proposed",
    ]);
  });
});
