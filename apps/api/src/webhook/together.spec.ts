import { integrationDecider } from "@ballast/domain";
import { foldRecord, ids, type Log } from "@ballast/eventlog";
import { incidentCounter, type DataOf } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specServer, type SpecServer } from "../specification/server.ts";
import { alertIncidents } from "./alertIncidents.ts";
import { readNotice } from "./alertmanager.ts";
import { reception, receiveAlerts } from "./receiveAlerts.ts";

let spec: SpecServer;
let integration: DataOf<"IntegrationAdded">;
const broken = Array.from({ length: 8 }, (_, n) => `broken-${n}`);
beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-11-23T10:01:00Z");
  const ada = await spec.person("ada");
  for (const slug of ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", ...broken])
    await spec.run(ada, "registerService", { slug, name: slug });
  const added = await spec.run(ada, "addIntegration", {
    kind: "alertmanager", name: "Prometheus", severities: { critical: 1, warning: 3, info: null },
  });
  const state = await foldRecord(spec.server.log, integrationDecider, added.recordId);
  if (state.status !== "added") throw new Error("it was added");
  integration = state;
});
afterAll(() => spec.close());

const alert = (service: string, n: number, severity = "warning") => ({
  status: "firing", fingerprint: `${service}-${n}`, startsAt: "2026-11-23T10:00:10Z", endsAt: "0001-01-01T00:00:00Z",
  labels: { alertname: `Errors ${n}`, severity, service }, annotations: { summary: `${n} is bad` },
});
const many = (service: string, count: number) =>
  Array.from({ length: count }, (_, n) => alert(service, n, n === count - 1 ? "critical" : "warning"));

/** A server that counts what it appends, by the number of streams of each append. */
function countingNode(change: Partial<Log> = {}) {
  const appends: number[] = [];
  const { log } = spec.server;
  const counted: Log = {
    ...log,
    append: (...args) => {
      appends.push(1);
      return log.append(...args);
    },
    appendTogether: (together, options) => {
      appends.push(together.appends.length);
      return log.appendTogether(together, options);
    },
    ...change,
  };
  const server = { ...spec.server, log: counted };
  const at = reception(server);
  const post = (alerts: readonly unknown[]) =>
    receiveAlerts(server, at, {
      integration, notice: readNotice({ version: "4", groupKey: "{}", status: "firing", alerts }, spec.server.now()),
    });
  return { appends, post };
}

async function factsOf(service: string) {
  const found = [];
  const serviceId = ids.service(service);
  for await (const { event } of spec.server.log.readAll()) {
    if (event.type === "AlertFired" && event.data.serviceId === serviceId) found.push(event.type);
    if (event.type === "IncidentDeclared" && event.data.serviceIds.includes(serviceId)) found.push(`${event.type} ${event.data.severity}`);
    if (event.type === "AlertAttached" && event.data.alertId === ids.alert(integration.integrationId, `${service}-0`))
      found.push(event.type);
  }
  return found;
}

describe("a thousand alerts in one notification", () => {
  it("declare with the worst of them before the others are written, in a few appends", async () => {
    const { appends, post } = countingNode();
    const answer = await post(many("one", 1_000));
    expect(answer).toMatchObject({ fired: 1_000, repeated: 0 });
    expect(answer.incidentIds).toHaveLength(1);
    const facts = await factsOf("one");
    expect(facts.slice(0, 2)).toEqual(["AlertFired", "IncidentDeclared 1"]);
    expect(facts.filter((fact) => fact === "AlertFired")).toHaveLength(1_000);
    expect(appends.length).toBeLessThan(25);
  });

  it("of which one has ended is not told before the others have called people", async () => {
    const { post } = countingNode();
    await post([alert("nine", 0, "info")]);
    const from = await spec.server.log.lastPosition();
    await post([{ ...alert("nine", 0, "info"), status: "resolved", endsAt: "2026-11-23T10:00:50Z" }, alert("ten", 0, "critical")]);
    const said: string[] = [];
    for await (const { event } of spec.server.log.readAll({ from }))
      if (["AlertFired", "AlertCleared", "IncidentDeclared"].includes(event.type)) said.push(event.type);
    expect(said.slice(-3)).toEqual(["AlertFired", "IncidentDeclared", "AlertCleared"]);
  });

  it("of two services declare for both before the others of either are written", async () => {
    const { post } = countingNode();
    const answer = await post([...many("two", 300), ...many("three", 300)]);
    expect(answer.incidentIds).toHaveLength(2);
    for (const service of ["two", "three"]) expect((await factsOf(service)).slice(0, 2)).toEqual(["AlertFired", "IncidentDeclared 1"]);
  });

  it("of which another server has written some are taken all the same, none of them twice", async () => {
    await countingNode().post(many("four", 3));
    const { post } = countingNode();
    expect(await post(many("four", 60))).toMatchObject({ fired: 57, repeated: 3 });
    expect((await factsOf("four")).filter((fact) => fact === "AlertFired")).toHaveLength(60);
  });

  it("are taken one by one by a log that cannot take them together", async () => {
    const { appends, post } = countingNode({ appendTogether: () => Promise.resolve(null) });
    expect(await post(many("five", 40))).toMatchObject({ fired: 40, repeated: 0 });
    expect((await factsOf("five")).filter((fact) => fact === "AlertFired")).toHaveLength(40);
    expect(appends.length).toBeGreaterThan(40);
  });

  it("of a service whose incident goes on are in the log with one append, and in the incident with another", async () => {
    const { appends, post } = countingNode();
    await post([alert("six", 0)]);
    appends.length = 0;
    expect(await post(Array.from({ length: 20 }, (_, n) => alert("six", n + 1)))).toMatchObject({ fired: 20 });
    expect(appends).toEqual([20, 1]);
  });

  it("of which the first of a service comes read no incident of another one, however many alerts that has", async () => {
    const read: string[] = [];
    const { post } = countingNode({
      read: async (...asked) => {
        const history = await spec.server.log.read(...asked);
        for (const { event } of history.events) read.push(event.type);
        return history;
      },
    });
    expect((await post([alert("seven", 0)])).incidentIds).toHaveLength(1);
    expect(read.filter((type) => type === "AlertAttached").length).toBeLessThan(5);
  });
});

describe("while people are called", () => {
  it("what needs no incident of its own waits for them, what does is not held up, and who is called is told", async () => {
    const [began, held]: [string[], string[]] = [[], []];
    const calls = {
      began: (incidentId: string) => void began.push(incidentId), counted: <Result>(take: () => Promise<Result>) => take(),
      othersFirst: () => Promise.resolve(void held.push("held")),
    };
    const { server } = spec;
    const at = { ...reception(server), calls, incidents: alertIncidents(server, calls) };
    const post = (alerts: readonly unknown[]) =>
      receiveAlerts(server, at, {
        integration, notice: readNotice({ version: "4", groupKey: "{}", status: "firing", alerts }, spec.server.now()),
      });
    const { incidentIds } = await post([alert("eleven", 0, "critical")]);
    expect([began, held]).toEqual([incidentIds, []]);
    await post([alert("eleven", 1, "critical")]);
    expect([began, held]).toEqual([incidentIds, ["held"]]);
  });
});

describe("many services that break at once", () => {
  it("each have their incident, none of which waits for another's, or is looked for anew because of it", async () => {
    const read: string[] = [];
    let conflicts = 0;
    const { post } = countingNode({
      read: (stream, options) => {
        read.push(stream);
        return spec.server.log.read(stream, options);
      },
      append: async (...args) => {
        try {
          return await spec.server.log.append(...args);
        } catch (error) {
          conflicts += 1;
          throw error;
        }
      },
    });
    const answers = await Promise.all(broken.map((service) => post([alert(service, 0, "critical")])));
    expect(new Set(answers.flatMap(({ incidentIds }) => incidentIds)).size).toBe(broken.length);
    expect(conflicts).toBe(0);
    expect(read.filter((stream) => stream === incidentCounter)).toHaveLength(broken.length);
  });

  it("have one each when two servers are told at the same time", async () => {
    const [one, other] = [countingNode(), countingNode()];
    const answers = await Promise.all([one, other].map(({ post }, n) => post([alert("eight", n, "critical")])));
    const [incidentId, ...others] = new Set(answers.flatMap(({ incidentIds }) => incidentIds));
    expect(others).toEqual([]);
    expect((await factsOf("eight")).filter((fact) => fact.startsWith("IncidentDeclared"))).toHaveLength(1);
    expect(incidentId).toBeDefined();
  });
});
