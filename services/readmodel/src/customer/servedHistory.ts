import { servedTo, type ServedTo } from "@ballast/domain";
import type { LaneEvent } from "@ballast/schema";
import { momentOf, type AsOf } from "../engine/asOf.ts";
import { textOf, type Bindable, type Database, type SqlRow } from "../engine/database.ts";

/** A release of a lane, as it was brought by a deploy. */
interface Brought {
  readonly releaseId: string;
  readonly version: string;
  readonly deployId: string;
}

/** From then on a customer got another release. */
export interface ServedChange extends ServedTo<Brought> {
  readonly laneId: string;
  /** ISO. */
  readonly at: string;
  /** What it had got before; null where that is not known. */
  readonly before: Brought | null;
  readonly eventId: string;
}

/** Whose history in which lane. */
export interface ServedRequest {
  readonly laneId: string;
  /** The service's slug: places are made of it. */
  readonly service: string;
  readonly customer: string;
}

/** So many of a lane's newest shifts are looked at: a page must not grow with the years. */
const MOST_SHIFTS = 500;

interface Lane {
  readonly live: Brought | null;
  readonly canary: (Brought & { readonly percent: number; readonly customers: readonly string[] }) | null;
}

function shifted(lane: Lane, event: LaneEvent): Lane {
  if (event.type === "ReleaseServedEveryone") return { live: event.data, canary: null };
  if (event.type !== "ExposureShifted") return lane;
  const { percent, customers } = event.data;
  return { ...lane, canary: percent === 0 && customers.length === 0 ? null : event.data };
}

/** When a customer was given another release in a lane, oldest first, among the lane's newest shifts. */
export function servedHistory(db: Database, { laneId, service, customer }: ServedRequest, asOf?: AsOf): readonly ServedChange[] {
  let lane: Lane = { live: null, canary: null };
  let before: ServedTo<Brought> | null = null;
  const changes: ServedChange[] = [];
  for (const { at, eventId, event } of shiftsOf(db, laneId, asOf)) {
    lane = shifted(lane, event);
    const now = servedTo(lane, service, customer);
    if (now !== null && (now.release.releaseId !== before?.release.releaseId || now.because !== before.because)) {
      changes.push({
        ...now, release: brought(now.release), laneId, at, eventId, before: before === null ? null : brought(before.release),
      });
    }
    before = now;
  }
  return changes;
}

const brought = ({ releaseId, version, deployId }: Brought): Brought => ({ releaseId, version, deployId });

interface Shift {
  readonly at: string;
  readonly eventId: string;
  readonly event: LaneEvent;
}

function shiftsOf(db: Database, laneId: string, asOf: AsOf | undefined): readonly Shift[] {
  const moment = momentOf(db, asOf);
  const [limit, order] =
    moment.axis === "now"
      ? ["TRUE", "position DESC"]
      : moment.axis === "position"
        ? ["position <= ?", "position DESC"]
        : ["occurredMs <= ?", "occurredMs DESC, position DESC"];
  const params: readonly Bindable[] = moment.axis === "now" ? [laneId] : [laneId, moment.key];
  const wanted = `id = ? AND category = 'lane' AND type IN ('ExposureShifted', 'ReleaseServedEveryone') AND ${limit}`;
  return db
    .all(`SELECT type, data, eventId, occurredMs FROM events WHERE ${wanted} ORDER BY ${order} LIMIT ${MOST_SHIFTS}`, ...params)
    .map(toShift)
    .toReversed();
}

/** Stored by us from an event that was checked when it was read from the log. */
const toShift = (row: SqlRow): Shift => ({
  at: new Date(Number(row["occurredMs"])).toISOString(), eventId: textOf(row, "eventId"),
  event: { type: textOf(row, "type"), data: JSON.parse(textOf(row, "data")) as unknown } as LaneEvent,
});
