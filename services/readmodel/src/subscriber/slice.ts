import { reachDecider, subscriberDecider, type Subscriber } from "@ballast/domain/subscriber";
import type { SubscriberChannel } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf, type Stored } from "../engine/projection.ts";
import { is, tableOf, type SliceRequest } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

interface Times {
  /** Since when they hear of it, or the last time that they began to; null where they do not. */
  readonly since: string | null;
}

/** Who hears of a status page: what the domain says, and since when. No address is here. */
export type SubscriberRow = RowOf<Subscriber> & Times;

const told = rowIsState(subscriberDecider, ({ event, metadata }, before: Times | null): Times => {
  switch (event.type) {
    case "SubscriptionAsked":
      return { since: before?.since ?? null };
    case "SubscriptionConfirmed": case "SubscriberAdded":
      return { since: before?.since ?? metadata.occurredAt };
    case "SubscriberRemoved":
      return { since: null };
  }
});

/** Subscribers by id. */
export const subscriberProjection = defineProjection({
  kind: "subscriber",
  columns: {
    statusPageId: { type: "text", of: (row: SubscriberRow) => row.statusPageId },
    channel: { type: "text", of: (row) => row.channel },
    hears: { type: "integer", of: (row) => row.hears !== null },
    /** When what waits for a confirmation was asked for, ms; 0: nothing does. */
    askedMs: { type: "integer", of: (row) => (row.asked === null ? 0 : Date.parse(row.asked.at)), index: true },
    sinceMs: { type: "integer", of: (row) => (row.since === null ? 0 : Date.parse(row.since)) },
  },
  indexes: [["statusPageId", "hears", "sinceMs"]],
  handlers: { SubscriptionAsked: told, SubscriptionConfirmed: told, SubscriberAdded: told, SubscriberRemoved: told },
});

/** Where a subscriber is reached, sealed. */
export interface ReachRow {
  readonly id: string;
  /** Null: it was taken away. */
  readonly sealed: string | null;
}

/** Addresses by subscriber; they leave no history, and of what was taken away only that it was. */
export const reachProjection = defineProjection({
  kind: "reach",
  history: false,
  columns: {},
  handlers: {
    ReachSet(_, data, { key }): ReachRow {
      const reach = reachDecider.evolve(reachDecider.initialState, { type: "ReachSet", data });
      return { id: key, sealed: reach.status === "absent" ? null : reach.sealed };
    },
  },
});

/** How many hear of a page, by channel. */
export type HearersByChannel = Readonly<Record<SubscriberChannel, number>>;

/** Queries over subscribers. */
export type SubscriberQueries = ReturnType<typeof subscriberQueries>;

function subscriberQueries(db: () => Database) {
  const table = tableOf(db, subscriberProjection);
  const reaches = tableOf(db, reachProjection);
  return {
    get: table.get,
    /** Who hears of a page, whoever came last first. */
    list: ({ statusPageId, slice, asOf }: {
      readonly statusPageId: string; readonly slice?: SliceRequest; readonly asOf?: AsOf | undefined;
    }) =>
      table.list({
        where: [is("statusPageId", statusPageId), is("hears", true)], sort: { column: "sinceMs", descending: true }, slice, asOf,
      }),
    /** All who hear of a page. */
    hearing: (statusPageId: string): readonly Stored<SubscriberRow>[] =>
      table.all([is("statusPageId", statusPageId), is("hears", true)], { sort: { column: "id", descending: false } }),
    counts(statusPageId: string): HearersByChannel {
      const rows = table.counts(['r."channel"'], [is("statusPageId", statusPageId), is("hears", true)]);
      const counted = new Map(rows.map(({ of: [channel], count }) => [channel, count]));
      return { mail: counted.get("mail") ?? 0, chat: counted.get("chat") ?? 0, webhook: counted.get("webhook") ?? 0 };
    },
    /** How many hear of a page: what its bound counts. */
    heard: (statusPageId: string): number => table.count([is("statusPageId", statusPageId), is("hears", true)]),
    /** How many asked and did not confirm it yet: a bound of its own, so that a storm of them keeps nobody out who agreed. */
    unconfirmed: (statusPageId: string): number =>
      table.count([is("statusPageId", statusPageId), is("hears", false), { sql: 'r."askedMs" > 0', params: [] }]),
    /** Who asked before then, never confirmed, and hears of nothing; who hears already goes on, and is in nobody's way. */
    unconfirmedSince: (before: string): readonly Stored<SubscriberRow>[] =>
      table.all([is("hears", false), { sql: 'r."askedMs" > 0 AND r."askedMs" < ?', params: [Date.parse(before)] }], { limit: 200 }),
    /** Sealed addresses, by subscriber. */
    reachOf: (ids: readonly string[]): ReadonlyMap<string, string> =>
      new Map(reaches.getMany(ids).flatMap(({ id, sealed }) => (sealed === null ? [] : [[id, sealed] as const]))),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly subscribers: SubscriberQueries;
  }
  interface Rows {
    readonly subscriber: SubscriberRow;
    readonly reach: ReachRow;
  }
}

/** Who hears of status pages. */
export const subscriberSlice = defineSlice({
  projections: [subscriberProjection, reachProjection], queries: { subscribers: subscriberQueries },
});
