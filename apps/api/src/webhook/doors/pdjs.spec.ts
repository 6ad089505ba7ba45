import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { alertDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specHttp } from "../../specification/http.ts";
import { specServer, type SpecServer } from "../../specification/server.ts";

const run = promisify(execFile);

/** Whether a certificate can be made here: PagerDuty's client speaks to nothing but https. */
function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The client as its page shows it; a process of its own, as it trusts a certificate only from its start on. */
const script = `
const { event, change, acknowledge } = require("@pagerduty/pdjs");
const [server, routing_key] = process.argv.slice(1);
const payload = { summary: "Queue is full", source: "queue-1", severity: "info" };
(async () => {
  const answers = [
    await event({ server, data: { routing_key, event_action: "trigger", dedup_key: "pdjs", payload } }),
    await acknowledge({ server, data: { routing_key, dedup_key: "pdjs" } }),
    await event({ server, data: { routing_key, event_action: "resolve", dedup_key: "pdjs" } }),
    await event({ server, data: { routing_key, event_action: "trigger" } }),
    await event({ server, data: { routing_key: "nobody's", event_action: "trigger", payload } }),
    await change({ server, data: { routing_key, payload: { summary: "limits raised", source: "ci" } } }),
  ];
  console.log(JSON.stringify(answers.map(({ status, data }) => [status, data])));
})();
`;

describe.skipIf(!hasOpenssl())("PagerDuty's own client, as it comes", () => {
  let spec: SpecServer;
  let app: FastifyInstance;
  let tls: Server;
  const folder = mkdtempSync(join(tmpdir(), "ballast-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  beforeAll(async () => {
    spec = await specServer();
    app = await specHttp(spec);
    execFileSync("openssl", [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert,
    ], { stdio: "ignore" });
    tls = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => app.routing(request, response));
    await new Promise<void>((resolve) => tls.listen(0, "localhost", resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => tls.close(resolve));
    await app.close();
    await spec.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("triggers, acknowledges, resolves, tells of a change, and hears what is wrong", async () => {
    const ada = await spec.person("ada");
    await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
    const { secret, recordId } = await spec.run(ada, "addIntegration", {
      kind: "pagerduty", name: "PagerDuty", service: "checkout", severities: { critical: 1, info: null },
    });
    const server = `localhost:${(tls.address() as AddressInfo).port}`;
    const { stdout } = await run(process.execPath, ["-e", script, server, secret ?? ""], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: cert }, cwd: import.meta.dirname,
    });
    const done = { status: "success", message: "Event processed", dedup_key: "pdjs" };
    expect(JSON.parse(stdout)).toEqual([
      [202, done],
      [202, done],
      [202, done],
      [400, { status: "invalid event", message: "Event object is invalid", errors: ["payload: 'payload' is missing or blank"] }],
      [400, { status: "invalid event", message: "Event object is invalid", errors: [expect.stringContaining("routing_key") as string] }],
      [202, { status: "success", message: "Change event processed" }],
    ]);
    const { events } = await spec.server.log.read(`alert-${ids.alert(recordId, "pdjs")}`);
    expect(events.map(({ event }) => event.type)).toEqual(["AlertFired", "AlertAcknowledged", "AlertCleared"]);
    expect(await foldRecord(spec.server.log, alertDecider, ids.alert(recordId, "pdjs"))).toMatchObject({ status: "cleared" });
  });
});
