import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createDoor, type Server } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EventType } from "@ballast/schema";
import type { Principal } from "../auth/principal.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

const program = "/usr/bin/prometheus-alertmanager";

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const until = (holds: () => Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => { expect(await holds()).toBe(true); }, { timeout: 25_000, interval: 50 });

/** One of the two, with a folder and ports that it keeps. */
class Replica {
  #process: ChildProcess | null = null;
  readonly web: number;
  readonly #arguments: readonly string[];

  constructor({ folder, web, own, peer }: { folder: string; web: number; own: number; peer: number }) {
    this.web = web;
    this.#arguments = [
      `--config.file=${join(folder, "..", "alertmanager.yml")}`, `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${String(web)}`,
      `--cluster.listen-address=127.0.0.1:${String(own)}`, `--cluster.peer=127.0.0.1:${String(peer)}`, "--cluster.peer-timeout=1s",
      "--cluster.settle-timeout=1s", "--cluster.reconnect-interval=500ms", "--cluster.gossip-interval=50ms",
    ];
  }

  async start(): Promise<void> {
    this.#process = spawn(program, [...this.#arguments], { stdio: "ignore" });
    await until(() => fetch(`http://127.0.0.1:${String(this.web)}/-/ready`).then(({ ok }) => ok, () => false));
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#process?.once("exit", resolve));
    if (this.#process?.kill("SIGKILL")) await ended;
  }

  /** How many see each other. */
  async peers(): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${String(this.web)}/api/v2/status`);
    return ((await answer.json()) as { cluster: { peers: readonly unknown[] } }).cluster.peers.length;
  }
}

describe.skipIf(!existsSync(program))("two of Debian's Alertmanager as a pair (skipped where none is installed)", () => {
  const folder = mkdtempSync(join(tmpdir(), "alertmanagers-"));
  let spec: SpecServer;
  let app: FastifyInstance;
  let ada: Principal;
  let door: Server;
  let replicas: readonly Replica[] = [];
  let notifications = 0;

  beforeAll(async () => {
    spec = await specServer();
    spec.at(new Date().toISOString());
    ada = await spec.person("ada");
    app = await specHttp(spec);
    door = createDoor((request, response) => {
      notifications += 1;
      app.routing(request, response);
    });
    await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
    await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
    const { url } = await spec.run(ada, "addIntegration", {
      kind: "alertmanager", name: "Prometheus", service: "checkout", severities: { critical: 1 },
    });
    const { port } = door.address() as AddressInfo;
    writeFileSync(join(folder, "alertmanager.yml"), JSON.stringify({
      route: { receiver: "ballast", group_by: ["service"], group_wait: "100ms", group_interval: "1s", repeat_interval: "1h" },
      receivers: [{
        name: "ballast",
        webhook_configs: [{ url: `http://127.0.0.1:${String(port)}${new URL(url ?? "").pathname}`, send_resolved: true }],
      }],
    }));
    const [own, peer] = [await freePort(), await freePort()];
    replicas = [
      new Replica({ folder: join(folder, "one"), web: await freePort(), own, peer }),
      new Replica({ folder: join(folder, "other"), web: await freePort(), own: peer, peer: own }),
    ];
  }, 60_000);
  afterAll(async () => {
    for (const replica of replicas) await replica.kill();
    await new Promise((resolve) => door.close(resolve));
    await app.close();
    await spec.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const recorded = async (type: EventType): Promise<number> => {
    let count = 0;
    for await (const { event } of spec.server.log.readAll({ filter: { types: [type] } })) if (event.type === type) count += 1;
    return count;
  };
  const startsAt = new Date(Date.now() - 60_000).toISOString();
  /** As Prometheus does: to every replica that there is. */
  const tell = async (names: readonly string[], to: readonly Replica[], endsAt?: string): Promise<void> => {
    spec.at(new Date().toISOString());
    const alerts = names.map((alertname) => ({
      labels: { alertname, severity: "critical", service: "checkout" }, annotations: {}, startsAt,
      ...(endsAt === undefined ? {} : { endsAt }),
    }));
    for (const { web } of to) {
      const answer = await fetch(`http://127.0.0.1:${String(web)}/api/v2/alerts`, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(alerts),
      });
      expect(answer.ok).toBe(true);
    }
  };

  it("tell of every alert once, through kill -9 of one that forgets what it has told, and of its end", async () => {
    const [one, other] = replicas;
    if (one === undefined || other === undefined) throw new Error("there are two");
    await Promise.all(replicas.map((replica) => replica.start()));
    await until(async () => (await one.peers()) === 2 && (await other.peers()) === 2);
    await tell(["Errors"], replicas);
    await until(async () => (await recorded("AlertFired")) === 1);
    await one.kill();
    rmSync(join(folder, "one"), { recursive: true, force: true });
    await tell(["Errors", "Latency"], [other]);
    await until(async () => (await recorded("AlertFired")) === 2);
    const before = notifications;
    await one.start();
    // It knows of no notification, and sends all of it anew where it has not heard of the other yet.
    await tell(["Errors", "Latency", "Queue"], replicas);
    await until(async () => (await recorded("AlertFired")) === 3);
    expect(notifications).toBeGreaterThan(before);
    await tell(["Errors", "Latency", "Queue"], replicas, new Date().toISOString());
    await until(async () => (await recorded("AlertCleared")) === 3);
    expect([await recorded("AlertFired"), await recorded("IncidentDeclared")]).toEqual([3, 1]);
    expect(await recorded("AlertClearedUnseen")).toBe(0);
  }, 60_000);
});
