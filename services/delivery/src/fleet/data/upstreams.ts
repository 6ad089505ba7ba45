import type { Upstream } from "./upstream.ts";

/** The processes of one release, as the router chooses among them. */
export class Upstreams {
  readonly version: string;
  private upstreams: readonly Upstream[] = [];
  private readonly waiting = new Set<() => void>();
  private next = 0;
  private withdrawn = false;

  constructor(version: string) {
    this.version = version;
  }

  /** Who serves with it now; nobody where it was taken out of service. */
  use(upstreams: readonly Upstream[] | null): void {
    this.withdrawn = upstreams === null;
    this.upstreams = upstreams ?? [];
    for (const look of [...this.waiting]) look();
  }

  /** A healthy process, the next in turn; waits for one up to `timeoutMs` where none is. Null: still none, or withdrawn. */
  pick(timeoutMs: number): Promise<Upstream | null> | Upstream | null {
    const now = this.pickNow();
    if (now !== null || timeoutMs === 0) return now;
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.pickNow();
        if (found !== null || this.withdrawn) end(found);
      };
      const end = (found: Upstream | null): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => end(this.pickNow()), timeoutMs);
      this.waiting.add(look);
    });
  }

  private pickNow(): Upstream | null {
    for (let tried = 0; tried < this.upstreams.length; tried += 1) {
      this.next = (this.next + 1) % this.upstreams.length;
      const upstream = this.upstreams[this.next];
      if (upstream?.usable) return upstream;
    }
    return null;
  }
}
