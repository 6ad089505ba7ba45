import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { personDecider } from "@ballast/domain";
import { connectLog, handle, ids, keyRing } from "@ballast/eventlog";
import { startEventStore } from "@ballast/eventstore";
import { followFlags } from "@ballast/flags";
import { openReadModel } from "@ballast/readmodel";
import type { Role } from "@ballast/schema";
import { pino } from "pino";
import { openLogDirectory } from "../auth/logDirectory.ts";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext, ApiServer } from "../graphql/context.ts";
import { apiMetrics } from "../ops/metrics.ts";
import { followAlertRules } from "../ruling/alertRules.ts";
import { known, mutations } from "../slices.ts";

/** A whole server over a real event store in a temporary folder, for specs. */
export interface SpecServer {
  readonly server: ApiServer;
  /** Of its read model: for whoever reads beside it. */
  readonly file: string;
  /** Of its event store: for further servers on the same log. */
  readonly address: string;
  /** Moves the server's clock; it stands still otherwise. */
  at(iso: string): void;
  /** Somebody with these roles, who exists in the log. */
  person(login: string, roles?: readonly Role[]): Promise<Principal>;
  /** Runs a mutation as somebody; answers its payload. */
  run(principal: Principal | null, mutation: string, input: object): Promise<SpecPayload>;
  contextOf(principal: Principal | null): ApiContext;
  close(): Promise<void>;
}

/** What every payload has, and what some have besides. */
export interface SpecPayload {
  readonly recordId: string;
  readonly eventIds: readonly string[];
  readonly position: string;
  readonly behind: boolean;
  readonly replayed: boolean;
  readonly attached?: boolean;
  readonly address?: string | null;
  readonly secret?: string | null;
  readonly subscriberId?: string;
  readonly url?: string | null;
}

/** Starts one, on the log of another one where told. `close` it, and the one whose log it is last. */
export async function specServer(address?: string): Promise<SpecServer> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-api-"));
  const store = address === undefined ? await startEventStore({ dataDir: folder }) : null;
  const at = address ?? store?.address ?? "";
  const log = connectLog({ address: at, giveUpAfterMs: 10_000 });
  const readModel = openReadModel({ file: join(folder, "readmodel.sqlite"), log });
  const directory = openLogDirectory(log);
  let now = new Date("2026-11-23T09:00:00.000Z");
  const flags = followFlags({ log, now: () => now });
  const alertRules = followAlertRules(log, readModel);
  await Promise.all([directory.ready, flags.ready, alertRules.ready]);
  const server: ApiServer = {
    log, readModel, directory, flags, alertRules, keys: keyRing(Buffer.alloc(32, 7)), metrics: apiMetrics(),
    logger: pino({ level: "silent" }), publicUrl: "http://127.0.0.1:4000", fleet: null, now: () => now, known,
  };
  const contextOf = (principal: Principal | null): ApiContext => ({ ...server, principal, requestId: "spec" });
  return {
    server,
    address: at,
    file: join(folder, "readmodel.sqlite"),
    contextOf,
    at: (iso) => (now = new Date(iso)),
    async person(login, roles = ["admin", "engineer", "responder"]) {
      const id = ids.person(login);
      await handle(log, {
        aggregate: personDecider,
        id,
        command: {
          type: "JoinPerson", now: now.toISOString(), personId: id, login, name: login, roles: [...roles],
          contacts: { email: null, chatWebhookUrl: null }, timeZone: "UTC",
        },
        context: {
          commandId: ids.command("spec", login), actor: { personId: null, name: "spec", means: "system" }, now: now.toISOString(),
          correlationId: "spec", causationId: "spec",
        },
      });
      return { person: { id, login, name: login, roles }, means: "console", roles, serviceIds: null, sessionId: null };
    },
    async run(principal, name, input) {
      const mutation = mutations.find((one) => one.name === name);
      if (mutation === undefined) throw new Error(`there is no mutation ${name}`);
      return (await mutation.resolve(contextOf(principal), input)) as SpecPayload;
    },
    async close() {
      await directory.close();
      await flags.close();
      await alertRules.close();
      await readModel.close();
      await log.close();
      await store?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
