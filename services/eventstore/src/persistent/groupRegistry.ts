import { deleteStream } from "../append/deleteStream.ts";
import { ANY } from "../append/expectation.ts";
import { StoreError } from "../failures.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { NO_HEAD } from "../storage/records.ts";
import { isBuiltInStream } from "../streams/streamNaming.ts";
import type { FaultReport } from "./faultReport.ts";
import { openGroupSource } from "./groupSource.ts";
import type { GroupSettings, StoredGroup } from "./groupSettings.ts";
import { openGroupTable } from "./groupTable.ts";
import type { GroupTable } from "./groupTable.ts";
import { ParkedMessages, parkedStreamOf } from "./parkedMessages.ts";
import { recordGroups } from "./recordGroups.ts";
import { SubscriptionGroup } from "./subscriptionGroup.ts";

/** All groups of the server. */
export class GroupRegistry {
  readonly #log: EventLog;
  readonly #table: GroupTable;
  readonly #report: FaultReport;
  readonly #groups = new Map<string, SubscriptionGroup>();

  constructor(log: EventLog, report: FaultReport) {
    this.#log = log;
    this.#report = report;
    this.#table = openGroupTable(log.database);
    for (const stored of this.#table.all()) this.#start(stored);
  }

  /** @throws StoreError `groupMissing`. */
  get(source: string, name: string): SubscriptionGroup {
    const group = this.#groups.get(keyOf(source, name));
    if (group === undefined) throw new StoreError({ kind: "groupMissing", stream: source, group: name });
    return group;
  }

  /** Groups on one source, or all. */
  list(source?: string): SubscriptionGroup[] {
    return [...this.#groups.values()].filter((group) => source === undefined || group.stored.source === source);
  }

  /** @throws StoreError `groupExists`. */
  async create(source: string, name: string, settings: GroupSettings): Promise<void> {
    const key = keyOf(source, name);
    await this.#log.write(() => {
      if (this.#groups.has(key)) throw new StoreError({ kind: "groupExists", stream: source, group: name });
      const startsAt = this.#resolveStart(source, settings);
      const stored = { source, name, settings, startsAt, checkpoint: undefined };
      this.#table.save(stored);
      recordGroups(this.#log, this.#table);
      return stored;
    }).then((stored) => this.#start(stored));
  }

  /**
   * Changes a group's settings. Its consumers are disconnected, as in the original, and find the new settings when
   * they come back; the checkpoint stays.
   *
   * @throws StoreError `groupMissing`.
   */
  async update(source: string, name: string, settings: GroupSettings): Promise<void> {
    const group = this.get(source, name);
    this.#groups.delete(keyOf(source, name));
    await group.close(new StoreError({ kind: "groupDropped", stream: source, group: name }));
    const before = group.stored.checkpoint ?? group.stored.startsAt;
    const checkpoint = group.depths.saved > before ? group.depths.saved : group.stored.checkpoint;
    // The filter is fixed when a group is created; an update does not bring one.
    const filter = settings.filter ?? group.stored.settings.filter;
    const updated = { ...settings, ...(filter === undefined ? {} : { filter }) };
    const stored = { source, name, settings: updated, startsAt: this.#resolveStart(source, settings), checkpoint };
    await this.#log.write(() => {
      this.#table.save(stored);
      recordGroups(this.#log, this.#table);
    });
    this.#start(stored);
  }

  /** Removes a group with its checkpoint and its parked messages. @throws StoreError `groupMissing`. */
  async remove(source: string, name: string): Promise<void> {
    const group = this.get(source, name);
    this.#groups.delete(keyOf(source, name));
    group.abandon(new StoreError({ kind: "groupDropped", stream: source, group: name }));
    await this.#log.write(() => {
      this.#table.remove(source, name);
      recordGroups(this.#log, this.#table);
    });
    const parked = parkedStreamOf(source, name);
    if (this.#log.streams.get(parked).head !== NO_HEAD) await deleteStream(this.#log, { stream: parked, expected: ANY });
  }

  /** Disconnects every consumer and starts every group again from its checkpoint. */
  async restart(): Promise<void> {
    for (const group of this.list()) await this.update(group.stored.source, group.stored.name, group.stored.settings);
  }

  /** Writes all checkpoints. */
  async close(reason: StoreError): Promise<void> {
    for (const group of this.list()) await group.close(reason).catch(this.#report);
    this.#groups.clear();
  }

  #start(stored: StoredGroup): void {
    const { source, name } = stored;
    const group = new SubscriptionGroup(stored, {
      source: openGroupSource(this.#log, stored),
      parked: new ParkedMessages(this.#log, parkedStreamOf(source, name), this.#report),
      saveCheckpoint: (checkpoint) => this.#log.write(() => this.#table.saveCheckpoint(source, name, checkpoint)),
      report: this.#report,
    });
    this.#groups.set(keyOf(source, name), group);
  }

  #resolveStart(source: string, { startFrom }: GroupSettings): number {
    if (startFrom === "start") return 0;
    if (startFrom !== "end") return startFrom;
    if (source === "$all") return this.#log.lastPosition + 1;
    return isBuiltInStream(source) ? endOfBuiltIn(this.#log, source) : this.#log.streams.get(source).head + 1;
  }
}

function keyOf(source: string, name: string): string {
  return `${source}::${name}`;
}

/** How long, in ms, the original's projections may take to link an event. */
const PROJECTION_LAG_MS = 500;

/**
 * Where a group begins that starts from the end of a category or type stream. In the original these streams lag behind
 * the log, so that whoever appends and then creates such a group still gets what was appended: here too.
 */
function endOfBuiltIn(log: EventLog, source: string): number {
  const since = (log.now() - PROJECTION_LAG_MS) * 1000;
  const { id, head } = log.streams.get(source);
  if (id === undefined) return head + 1;
  for (let revision = head; revision > NO_HEAD; revision -= 1) {
    const [link] = log.links.backwards({ streamId: id, from: revision, limit: 1 });
    const target = link === undefined ? undefined : log.events.atPosition(link.target);
    if (target === undefined || target.created < since) return revision + 1;
  }
  return 0;
}
