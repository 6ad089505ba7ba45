import { deleteNow } from "../append/deleteStream.ts";
import { ANY } from "../append/expectation.ts";
import { StoreError } from "../failures.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { streamPresence } from "../streams/visibility.ts";
import type { FaultReport } from "./faultReport.ts";
import { openGroupSource } from "./groupSource.ts";
import type { GroupSettings, StoredGroup } from "./groupSettings.ts";
import { openGroupTable } from "./groupTable.ts";
import type { GroupName, GroupTable } from "./groupTable.ts";
import { ParkedMessages, parkedStreamOf, storedReplay } from "./parkedMessages.ts";
import { recordGroups } from "./recordGroups.ts";
import { startingPlace } from "./startingPlace.ts";
import { SubscriptionGroup } from "./subscriptionGroup.ts";

/**
 * All groups of the server. A change of one is validated, then written, and only then swapped in, and the changes of
 * one group come one after the other: whoever looks meanwhile finds the group as it was, and so does everybody when
 * the change cannot be written.
 */
export class GroupRegistry {
  readonly #log: EventLog;
  readonly #table: GroupTable;
  readonly #report: FaultReport;
  readonly #groups = new Map<string, SubscriptionGroup>();
  /** Groups on the disk that cannot run, and why. */
  readonly #broken = new Map<string, string>();
  /** The last change of each group that is being changed; it never rejects. */
  readonly #changes = new Map<string, Promise<void>>();

  constructor(log: EventLog, report: FaultReport) {
    this.#log = log;
    this.#report = report;
    this.#table = openGroupTable(log.database);
    for (const stored of this.#table.all()) this.#startStored(stored);
  }

  /** @throws StoreError `groupMissing`, or `groupFailed` for one that cannot run. */
  get(source: string, name: string): SubscriptionGroup {
    const group = this.#groups.get(keyOf({ source, name }));
    if (group !== undefined) return group;
    const reason = this.#broken.get(keyOf({ source, name }));
    if (reason !== undefined) throw new StoreError({ kind: "groupFailed", stream: source, group: name, reason });
    throw new StoreError({ kind: "groupMissing", stream: source, group: name });
  }

  /** Groups on one source, or all. */
  list(source?: string): SubscriptionGroup[] {
    return [...this.#groups.values()].filter((group) => source === undefined || group.stored.source === source);
  }

  /** @throws StoreError `groupExists`, or `invalidArgument` for a filter that cannot be used. */
  create(source: string, name: string, settings: GroupSettings): Promise<void> {
    return this.#inTurn({ source, name }, async () => {
      const key = keyOf({ source, name });
      if (this.#groups.has(key) || this.#broken.has(key)) {
        throw new StoreError({ kind: "groupExists", stream: source, group: name });
      }
      const startsAt = startingPlace(this.#log, source, settings.startFrom);
      const stored = { source, name, settings, startsAt, checkpoint: undefined, replayBefore: 0 };
      openGroupSource(this.#log, stored);
      await this.#log.write(() => this.#save(stored));
      this.#start(stored);
    });
  }

  /**
   * Changes a group's settings. Its consumers are disconnected, as in the original, and find the new settings when
   * they come back. Its place stays, whatever `startFrom` says: that counts for groups that are created.
   *
   * @throws StoreError `groupMissing`.
   */
  update(source: string, name: string, settings: GroupSettings): Promise<void> {
    return this.#inTurn({ source, name }, async () => {
      const group = this.get(source, name);
      const updated = updatedSettings(group.stored.settings, settings);
      openGroupSource(this.#log, { source, settings: updated });
      await this.#log.write(() => this.#save({ ...group.standing, settings: updated }));
      this.#replace(group, updated);
    });
  }

  /** Removes a group with its checkpoint and its parked messages. @throws StoreError `groupMissing`. */
  remove(source: string, name: string): Promise<void> {
    return this.#inTurn({ source, name }, async () => {
      const key = keyOf({ source, name });
      const group = this.#broken.has(key) ? undefined : this.get(source, name);
      await this.#log.write(() => {
        this.#table.remove({ source, name });
        recordGroups(this.#log, this.#table);
        this.#deleteParked(parkedStreamOf(source, name));
      });
      this.#groups.delete(key);
      this.#broken.delete(key);
      group?.parts.parked.discard();
      group?.abandon(new StoreError({ kind: "groupDropped", stream: source, group: name }));
    });
  }

  /** Delivers up to `limit` parked messages of a group again. @throws StoreError `groupMissing`. */
  replayParked({ source, name }: GroupName, limit: number): Promise<void> {
    return this.#inTurn({ source, name }, () => this.get(source, name).replayParked(limit));
  }

  /** Disconnects every consumer and starts every group again where it is. */
  async restart(): Promise<void> {
    for (const { stored } of this.list()) {
      await this.#inTurn(stored, async () => {
        const group = this.#groups.get(keyOf(stored));
        if (group !== undefined) this.#replace(group, group.stored.settings);
      });
    }
  }

  /** Waits for changes under way, and writes how far each group got. */
  async close(reason: StoreError): Promise<void> {
    await Promise.all(this.#changes.values());
    for (const group of this.list()) await group.close(reason).catch(this.#report);
    this.#groups.clear();
  }

  #inTurn(group: GroupName, change: () => Promise<void>): Promise<void> {
    const key = keyOf(group);
    const result = (this.#changes.get(key) ?? Promise.resolve()).then(change);
    const settled: Promise<void> = result.then(undefined, () => undefined).then(() => {
      if (this.#changes.get(key) === settled) this.#changes.delete(key);
    });
    this.#changes.set(key, settled);
    return result;
  }

  /** Only inside EventLog.write. */
  #save(stored: StoredGroup): void {
    this.#table.save(stored);
    recordGroups(this.#log, this.#table);
  }

  /** Only inside EventLog.write. */
  #deleteParked(stream: string): void {
    if (streamPresence(this.#log, this.#log.streams.get(stream)) !== "present") return;
    deleteNow(this.#log, { stream, expected: ANY });
  }

  /** In one turn, so that nobody finds the group missing; it goes on exactly where it was. */
  #replace(group: SubscriptionGroup, settings: GroupSettings): void {
    const { source: stream, name } = group.stored;
    const { standing } = group;
    const { replay } = group.parts.parked;
    group.abandon(new StoreError({ kind: "groupDropped", stream, group: name }));
    this.#start({ ...standing, settings }, replay);
  }

  #startStored(stored: StoredGroup): void {
    try {
      this.#start(stored);
    } catch (error) {
      this.#broken.set(keyOf(stored), error instanceof Error ? error.message : String(error));
      this.#report(error);
    }
  }

  #start(stored: StoredGroup, replay?: { from: number; before: number }): void {
    const stream = parkedStreamOf(stored.source, stored.name);
    const saveReplay = (before: number): void => this.#table.saveReplay(stored, before);
    const parts = { stream, saveReplay, report: this.#report };
    const group = new SubscriptionGroup(stored, {
      source: openGroupSource(this.#log, stored),
      parked: new ParkedMessages(this.#log, parts, replay ?? storedReplay(this.#log, stream, stored.replayBefore)),
      saveCheckpoint: (checkpoint) => this.#log.write(() => this.#table.saveCheckpoint(stored, checkpoint)),
      report: this.#report,
    });
    this.#groups.set(keyOf(stored), group);
  }
}

/** What an update cannot say stays as it was. */
function updatedSettings(before: GroupSettings, settings: GroupSettings): GroupSettings {
  // The filter is fixed when a group is created; an update does not bring one.
  const filter = settings.filter ?? before.filter;
  // Nor can an update name this strategy: clients send the first number instead.
  const kept = before.strategy === "PinnedByCorrelation" && settings.strategy === "DispatchToSingle";
  return { ...settings, strategy: kept ? before.strategy : settings.strategy, ...(filter === undefined ? {} : { filter }) };
}

/** Neither part can be confused with the other's: a stream may be called `a::b`. */
function keyOf({ source, name }: GroupName): string {
  return JSON.stringify([source, name]);
}
