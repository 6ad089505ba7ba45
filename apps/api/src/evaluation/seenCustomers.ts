import { seeCustomers } from "@ballast/eventlog";
import type { FlagContext } from "@ballast/flags";
import type { ApiServer } from "../graphql/context.ts";

const DAY_MS = 24 * 3_600_000;
/** How often those who came are written down, ms. */
const EVERY_MS = 5_000;
/** So many whom nobody knows yet are written down in an hour: visitors without an account must not fill the log. */
const MOST_STRANGERS = 1_000;
/** So many are remembered as noted. */
const REMEMBERED = 200_000;

/** Customers who come by evaluations: noted once a day, known ones first. */
export class SeenCustomers {
  readonly #server: Pick<ApiServer, "log" | "now" | "logger" | "flags">;
  readonly #noted = new Map<string, number>();
  #waiting = new Set<string>();
  #strangers = { hour: 0, count: 0 };
  #writing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(server: Pick<ApiServer, "log" | "now" | "logger" | "flags">) {
    this.#server = server;
    this.#timer = setInterval(() => void this.flush(), EVERY_MS).unref();
  }

  see({ targetingKey }: FlagContext): void {
    if (typeof targetingKey !== "string" || targetingKey === "") return;
    const now = this.#server.now().getTime();
    const noted = this.#noted.get(targetingKey);
    if ((noted !== undefined && now - noted < DAY_MS) || !this.#mayEnter(targetingKey, now)) return;
    if (this.#noted.size >= REMEMBERED) this.#noted.clear();
    this.#noted.set(targetingKey, now);
    this.#waiting.add(targetingKey);
  }

  #mayEnter(id: string, now: number): boolean {
    if (this.#server.flags.held.customer(id) !== undefined) return true;
    const hour = Math.floor(now / 3_600_000);
    if (this.#strangers.hour !== hour) this.#strangers = { hour, count: 0 };
    this.#strangers.count += 1;
    return this.#strangers.count <= MOST_STRANGERS;
  }

  /** Writes down who came. Whoever cannot be written down is noted when they come again. */
  flush(): Promise<void> {
    const customers = [...this.#waiting];
    this.#waiting = new Set();
    if (customers.length > 0) this.#writing = this.#writing.then(() => this.#write(customers));
    return this.#writing;
  }

  async #write(customers: readonly string[]): Promise<void> {
    const at = this.#server.now().toISOString();
    const cause = `evaluations of ${at.slice(0, 10)}`;
    const actor = { personId: null, name: "Ballast", means: "system" } as const;
    await seeCustomers(this.#server.log, {
      door: "evaluation", customers, at, now: at, actor, correlationId: cause, causationId: cause,
    }).catch((error: unknown) => {
      for (const id of customers) this.#noted.delete(id);
      this.#server.logger.warn({ err: error }, "customers of evaluations were not noted");
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
