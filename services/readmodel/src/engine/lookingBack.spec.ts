import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordedEvent } from "@ballast/eventlog";
import { model } from "../model.ts";
import { everyQuery } from "../specification/everyQuery.ts";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { storedEvents } from "../specification/storedEvents.ts";
import { sourceOf, type Moment } from "./asOf.ts";
import { textOf } from "./database.ts";
import { timesOf } from "./eventTable.ts";
import type { Axis, Projection } from "./projection.ts";
import type { Store } from "./store.ts";

const begins =
  /^(ServiceRegistered|ReleaseRecorded|LaneOpened|DeployRequested|DeployObserved|IncidentDeclared|IncidentImported|AlertFired|AlertRuleWritten|OccurrencesCounted|MaintenancePlanned|HeartbeatWritten|PageRequested|RotationCreated|PersonJoined|TokenIssued|IntegrationAdded|ImportStarted|FlagRegistered|TargetingOpened|SegmentDefined|RiskRegistered|MitigationPlanned|FactorStated|ObjectiveDefined|StatusPageDefined|ChecksRecorded|RequestsCounted|ForecastAsked|LeadershipReportMade|ProgramZoneSet|ReportReaderAdded|ReportReaderRemoved|ActionRegistered|ActionImported|ChecksPublished|ServiceOwnerSet|OwnerAsked|PolicyPublished|TrainingDefined|TechnologyListed|IncidentReviewOpened|PresenterMoved|ForumFounded|SittingOpened|LensImported|AssessmentBegun|EscalationWritten|DefaultEscalationSet|SubscriptionAsked|SubscriberAdded|PublicationReleased|PublicationWithdrawn|MailingListed|CustomerDescribed|CustomerSeen|IncidentTypeWritten|SeverityMatrixWritten|DrillPlanned|ChatConnected|ChatUserLinked)$/;
/** The commits of a release are listed before it is recorded, which seals them. */
const listings = storedEvents.filter(({ event }) => event.type === "ReleaseCommitsListed");
const beginnings = storedEvents.filter(({ event }) => begins.test(event.type));
/** What speaks of something that another event of the record brought: no rule lets it come before. */
const follows = /(Corrected|Removed|Closed|Pinned|Left)$/;
const others = storedEvents.filter((stored) => !begins.test(stored.event.type) && !listings.includes(stored));
const openings = others.filter(({ event }) => !follows.test(event.type));
const minute = (n: number): string => new Date(Date.UTC(2026, 10, 1, 12, n)).toISOString();

interface Told {
  readonly at: number;
  readonly recorded: number;
  readonly published: number | null;
}
const told = fc.record({ at: fc.nat(40), recorded: fc.nat(40), published: fc.option(fc.nat(40)) });

/** Every record begins; then everything that can happen to it happens, some of it twice, in any order, and in any order of its times. */
const histories = fc
  .tuple(
    fc.shuffledSubarray(beginnings, { minLength: beginnings.length }),
    fc.shuffledSubarray(openings, { minLength: openings.length }),
    fc.shuffledSubarray(others, { minLength: 20 }),
    fc.array(told, { minLength: 10, maxLength: 30 }),
  )
  .map(([first, then, last, times]) => {
    const history = recordedHistory();
    [...listings, ...first, ...then, ...last].forEach(({ record, event }, n) => {
      const { at, recorded, published }: Told = times[n % times.length] ?? { at: 0, recorded: 0, published: null };
      const source = published === null ? {} : { source: { kind: "file", id: "1", publishedAt: minute(published) } };
      history.add(record, event, { at: minute(at), recordedAt: minute(recorded), ...source });
    });
    return history.events;
  });

/** The rows of a projection at a moment. A row's revision is that of its stream today, whatever moment is looked at. */
function rowsAt({ db }: Store, projection: Projection, moment: Moment, leftOut: readonly string[] = ["revision"]): readonly unknown[] {
  const { sql, params } = sourceOf(projection, moment);
  return db.all(`SELECT r.id, r.doc FROM ${sql} ORDER BY r.id`, ...params).map((row) => {
    const doc = JSON.parse(textOf(row, "doc")) as Record<string, unknown>;
    return without(doc, leftOut);
  });
}

/** Of the objects in a row only what was published says where it stands. */
const without = (doc: object, leftOut: readonly string[]): object =>
  Object.fromEntries(
    Object.entries(doc)
      .filter(([name]) => !leftOut.includes(name))
      .map(([name, value]: [string, unknown]) =>
        [name, name === "published" && typeof value === "object" && value !== null ? without(value, leftOut) : value]),
  );

/** What had happened, or was known, by then, as if the log had told it in that order. */
function toldBy(events: readonly RecordedEvent[], axis: Axis, ms: number): readonly RecordedEvent[] {
  return events
    .filter((event) => timesOf(event)[axis] <= ms)
    .toSorted((a, b) => timesOf(a)[axis] - timesOf(b)[axis] || Number(a.position) - Number(b.position))
    .map((event, n) => ({ ...event, position: String(n + 1) }));
}

/** Members that say where in the log something stands: another log has other places. */
const places = ["revision", "position", "told", "places"];

const withHistory = model.projections.filter(({ history }) => history);

describe("every projection, looked back at", () => {
  it("has rows to look at", () => {
    const history = recordedHistory();
    for (const { record, event } of [...listings, ...beginnings, ...others]) history.add(record, event);
    const { store } = folded(history.events);
    expect(store.problems()).toEqual([]);
    expect(
      model.projections.filter((projection) => rowsAt(store, projection, { axis: "now" }).length === 0).map(({ kind }) => kind),
    ).toEqual([]);
  });

  it("by position: is exactly what a fold of the log up to there gives", () => {
    fc.assert(
      fc.property(histories, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
        const prefix = events.slice(0, Math.max(1, Math.round(share * events.length)));
        const [all, then] = [folded(events).store, folded(prefix).store];
        expect(all.problems()).toEqual([]);
        const moment: Moment = { axis: "position", key: Number(prefix.at(-1)?.position) };
        for (const projection of withHistory)
          expect([projection.kind, rowsAt(all, projection, moment)]).toEqual([projection.kind, rowsAt(then, projection, { axis: "now" })]);
      }),
      { numRuns: 15 },
    );
  });

  it("by position or by when it was recorded, in every query: is what they answer over a fold of the log up to there", () => {
    const plain = (answer: unknown): unknown =>
      JSON.parse(JSON.stringify(answer ?? null, (name, value: unknown) => (name === "revision" ? undefined : value)));
    fc.assert(
      fc.property(histories, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
        const prefix = events.slice(0, Math.max(1, Math.round(share * events.length)));
        const [all, then] = [folded(events), folded(prefix)];
        const position = prefix.at(-1)?.position ?? "0";
        for (const [name, ask] of Object.entries(everyQuery))
          expect([name, plain(ask(all, { position }))]).toEqual([name, plain(ask(then))]);
      }),
      { numRuns: 15 },
    );
  });

  it("by when it happened or became known: is a fold of just that, in that order", () => {
    fc.assert(
      fc.property(histories, fc.nat(41), (events, n) => {
        const all = folded(events).store;
        const key = Date.parse(minute(n));
        for (const axis of ["at", "known"] as const) {
          const { store: then } = folded(toldBy(events, axis, key));
          for (const projection of withHistory.filter(({ axes }) => axes.includes(axis))) {
            expect([axis, projection.kind, rowsAt(all, projection, { axis, key }, places)]).toEqual([
              axis,
              projection.kind,
              rowsAt(then, projection, { axis: "now" }, places),
            ]);
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});
