import { Traffic } from "../../sample/traffic.ts";
import { assignment, type Assign } from "../laneState.ts";
import type { Measurement } from "../slot.ts";
import type { LaneTable, Opening } from "./messages.ts";
import { Router } from "./router.ts";
import { Upstream } from "./upstream.ts";
import { Upstreams } from "./upstreams.ts";

/** Measurements are told together, this often, ms. */
const tellEveryMs = 50;

/** What the lane tells the control side, and how it hears from there. */
export interface LaneNews {
  /** Called before each request is routed. */
  readonly asked: () => void;
  readonly measured: (measurements: readonly Measurement[]) => void;
  readonly doubted: (process: number, life: number) => void;
}

/** One lane where its requests are served: its router, the connections to its processes, and its demonstration traffic. */
export class LaneData {
  private readonly router: Router;
  private readonly traffic = new Traffic();
  private readonly news: LaneNews;
  private readonly upstreams = new Map<number, Upstream>();
  private readonly releases = new Map<string, Upstreams>();
  private readonly idleLooks = new Set<() => void>();
  private assign: Assign = () => null;
  private table: LaneTable;
  private port = 0;
  private measured: Measurement[] = [];
  private telling: NodeJS.Timeout | undefined;

  constructor({ holdMs, table }: Opening, news: LaneNews) {
    this.news = news;
    this.table = table;
    this.router = new Router({ holdMs, route: (customer) => this.route(customer), record: (measurement) => this.record(measurement) });
    this.use(table);
  }

  /** Listens; answers where. */
  async open(port: number | null): Promise<number> {
    this.port = await this.router.listen(port);
    this.direct(null);
    return this.port;
  }

  /** From the next request on this decides. */
  use(table: LaneTable): void {
    const before = this.table;
    this.table = table;
    this.assign = assignment(table);
    const named = new Set(table.releases.flatMap(({ processes }) => processes.map(({ id }) => id)));
    for (const [id, upstream] of this.upstreams) if (!named.has(id)) this.withdraw(id, upstream);
    const versions = new Set(table.releases.map(({ version }) => version));
    for (const [version, release] of this.releases) {
      if (versions.has(version)) continue;
      this.releases.delete(version);
      release.use(null);
    }
    for (const { version, processes } of table.releases) {
      const release = this.releases.get(version) ?? new Upstreams(version);
      this.releases.set(version, release);
      release.use(processes.map((entry) => this.upstream(entry.id, entry)));
    }
    if (this.port !== 0) this.direct(before);
  }

  /** Tells what was measured and not told yet. */
  tell(): void {
    clearTimeout(this.telling);
    this.telling = undefined;
    if (this.measured.length > 0) this.news.measured(this.measured);
    this.measured = [];
  }

  /** Resolves when these processes answer nobody any more. */
  idle(processes: readonly number[]): Promise<void> {
    const busy = (): boolean => processes.some((id) => (this.upstreams.get(id)?.inFlight ?? 0) > 0);
    return new Promise((resolve) => {
      const look = (): void => {
        if (busy()) return;
        this.idleLooks.delete(look);
        resolve();
      };
      this.idleLooks.add(look);
      look();
    });
  }

  async close(): Promise<void> {
    this.traffic.stop();
    await this.router.close();
    for (const upstream of this.upstreams.values()) upstream.update(null);
    this.tell();
  }

  private route(customer: string | null): Upstreams | null {
    this.news.asked();
    return this.releases.get(this.assign(customer) ?? "") ?? null;
  }

  private upstream(id: number, entry: LaneTable["releases"][number]["processes"][number]): Upstream {
    const known =
      this.upstreams.get(id) ?? new Upstream(entry, { onDoubt: (life) => this.news.doubted(id, life), onIdle: () => this.noteIdle(id) });
    this.upstreams.set(id, known);
    known.update(entry);
    return known;
  }

  private withdraw(id: number, upstream: Upstream): void {
    upstream.update(null);
    if (upstream.inFlight === 0) this.upstreams.delete(id);
  }

  private noteIdle(id: number): void {
    const named = this.table.releases.some(({ processes }) => processes.some((entry) => entry.id === id));
    if (!named) this.upstreams.delete(id);
    for (const look of [...this.idleLooks]) look();
  }

  private direct(before: LaneTable | null): void {
    const { traffic, service } = this.table;
    if (traffic === null) return this.traffic.stop();
    const same = before?.traffic?.requestsPerSecond === traffic.requestsPerSecond && before.traffic.customers === traffic.customers;
    if (same) this.traffic.changed();
    else this.traffic.start({ ...traffic, port: this.port, seed: service });
  }

  private record(measurement: Measurement): void {
    this.measured.push(measurement);
    this.telling ??= setTimeout(() => this.tell(), tellEveryMs);
  }
}
