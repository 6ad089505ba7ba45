import { Agent } from "node:http";
import { answersHealthz } from "../health.ts";
import type { ProcessEntry } from "./messages.ts";

const healthTimeoutMs = 2_000;

/** One process, as the router deals with it: its connections, and what it is answering. */
export class Upstream {
  /** Requests it is answering now. */
  inFlight = 0;
  private entry: ProcessEntry;
  private connections = connections();
  /** The life that was found broken here; the control side finds it healthy again, in a later life. */
  private doubted = -1;
  private withdrawn = false;
  private readonly onDoubt: (life: number) => void;
  private readonly onIdle: () => void;

  constructor(entry: ProcessEntry, { onDoubt, onIdle }: { onDoubt: (life: number) => void; onIdle: () => void }) {
    this.entry = entry;
    this.onDoubt = onDoubt;
    this.onIdle = onIdle;
  }

  get usable(): boolean {
    return this.entry.healthy && this.entry.life > this.doubted && !this.withdrawn;
  }

  get port(): number {
    return this.entry.port;
  }

  get agent(): Agent {
    return this.connections;
  }

  /** What the control side knows of it now; null: it serves nobody any more. */
  update(entry: ProcessEntry | null): void {
    this.withdrawn = entry === null;
    if (entry !== null && entry.port !== this.entry.port) {
      this.connections.destroy();
      this.connections = connections();
    }
    this.entry = entry ?? this.entry;
    this.letGo();
  }

  /** Hands it a request; answers in which of its lives. */
  begin(): number {
    this.inFlight += 1;
    return this.entry.life;
  }

  /** That request is answered or lost. */
  end(): void {
    this.inFlight -= 1;
    if (this.inFlight === 0) this.onIdle();
    this.letGo();
  }

  /** It refused a connection: no more requests until it answers `/healthz` again. */
  doubt(): void {
    if (!this.usable) return;
    this.doubted = this.entry.life;
    this.onDoubt(this.entry.life);
  }

  /**
   * A connection of that life broke: whether the process is still there. Asked, not concluded from what is known,
   * because the news of a death comes after its broken connections; one that does not answer gets no more requests.
   */
  async survived(life: number): Promise<boolean> {
    const same = () => this.usable && this.entry.life === life;
    const answers = same() && (await answersHealthz(this.port, healthTimeoutMs));
    if (!same()) return false;
    if (!answers) this.doubt();
    return answers;
  }

  /** Its idle connections end with it; those under way are its own to finish. */
  private letGo(): void {
    if (this.withdrawn && this.inFlight === 0) this.connections.destroy();
  }
}

const connections = (): Agent => new Agent({ keepAlive: true, maxSockets: 512, scheduling: "lifo" });
