import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fleetMetrics, fleetTarget, setFleetTraffic } from "./client.ts";
import { FleetFixture, ask, eventually, patience, sample } from "./fleetFixture.ts";

const fleet = new FleetFixture();
beforeAll(() => fleet.start());
afterAll(() => fleet.stop());

async function post(path: string, body: string, headers: Record<string, string> = { "content-type": "application/json" }) {
  const response = await fetch(`${fleet.address}${path}`, { method: "POST", body, headers });
  return { status: response.status, body: await response.json() };
}

describe("the control API refuses", () => {
  it.each([
    { what: "something that is not JSON", path: "/lanes/checkout/test/prepare", body: "{ half", says: /not JSON/ },
    { what: "an operation without an id", path: "/lanes/checkout/test/retire", body: "{}", says: /operationId/ },
    {
      what: "more than everybody", path: "/lanes/checkout/test/weights",
      body: JSON.stringify({ operationId: "a", release: "v1", percent: 101 }), says: /percent/,
    },
    {
      what: "a field it does not know", path: "/lanes/checkout/test/retire", body: JSON.stringify({ operationId: "a", relaese: "v1" }),
      says: /relaese/,
    },
    { what: "a lane that is no name", path: "/lanes/..%2Fetc/test/retire", body: JSON.stringify({ operationId: "a" }), says: /service/ },
    {
      what: "a body without end", path: "/lanes/checkout/test/retire", body: JSON.stringify({ operationId: "a".repeat(8_500_000) }),
      says: /larger than/,
    },
  ])("$what, and says where", async ({ path, body, says }) => {
    expect(await post(path, body)).toMatchObject({
      status: 400, body: { code: "INVALID_REQUEST", message: expect.stringMatching(says), fix: expect.any(String) },
    });
    expect(await (await fetch(`${fleet.address}/lanes`)).json(), "and changed nothing").toEqual({ lanes: [] });
  });

  it("paths that do not exist", async () => {
    expect(await post("/lanes/checkout/test/explode", "{}")).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
    expect((await fetch(`${fleet.address}/nothing`)).status).toBe(404);
    expect((await fetch(`${fleet.address}/lanes/checkout/test/window?from=2&to=1`)).status).toBe(400);
  });

  it("to close a connection that a worker asks on every few seconds", async () => {
    expect((await fetch(`${fleet.address}/nothing`)).headers.get("keep-alive")).toBe("timeout=65");
  });

  it("web pages: a form, another origin, a name that was pointed at this machine", async () => {
    expect(await post("/lanes/checkout/test/retire", "{}", { "content-type": "text/plain" })).toMatchObject({ status: 400 });
    expect(
      await post("/lanes/checkout/test/retire", "{}", { "content-type": "application/json", origin: "https://evil.example" }),
    ).toMatchObject({ status: 400 });
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(fleet.address);
      request({ host: "127.0.0.1", port, path: "/lanes", headers: { host: "evil.example" } }, (response) =>
        resolve(response.resume().statusCode),
      )
        .once("error", reject)
        .end();
    });
    expect(status).toBe(400);
  });
});

describe("the client", () => {
  it("says that the fleet does not answer, and that trying again makes sense", async () => {
    // Below 1024 and unassigned: nobody listens there.
    const lane = { address: "http://127.0.0.1:2", service: "checkout", environment: "test" };
    const failure = { code: "TARGET_UNREACHABLE", retryable: true, message: expect.stringContaining("ECONNREFUSED") };
    await expect(fleetTarget(lane).observe({ signal: patience() })).rejects.toMatchObject(failure);
    await expect(fleetMetrics(lane).window({ from: new Date(0), to: new Date(), signal: patience() })).rejects.toMatchObject(failure);
  });

  it("sees an unused lane as empty: nothing runs, no data", async () => {
    const lane = { address: fleet.address, service: "search", environment: "test" };
    expect(await fleetTarget(lane).observe({ signal: patience() })).toEqual({
      lane: "search/test", service: "search", environment: "test", routerPort: null, processes: [],
    });
    expect((await fleetMetrics(lane).window({ from: new Date(0), to: new Date(), signal: patience() })).releases).toEqual({});
  });

  it("knows what the fleet can do", () => {
    const lane = { address: fleet.address, service: "search", environment: "test" };
    expect(fleetTarget(lane).capabilities()).toEqual({ smallestPercent: 0.001, customers: true, verifiesWeight: true, metrics: true });
  });
});

describe("customers in groups", () => {
  it("are counted over the services that are named, the lane's own once, one that was never deployed as nothing", async () => {
    const [one, other] = [fleet.lane(), fleet.lane()];
    for (const lane of [one, other]) await lane.live(sample("v1"));
    const ports = [await one.routerPort(), await other.routerPort()];
    for (const port of [...ports, ...ports]) await ask(port, { customer: "acme" });
    const divided = (services: readonly string[]) =>
      one.metrics.divided({
        from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 1_000), groups: [["acme"], ["globex"]], services, signal: patience(),
      });
    expect(await divided([])).toMatchObject([{ requests: 2, customers: 1 }, null]);
    const { service } = one.lane;
    expect(await divided([other.lane.service, service, "never-there"])).toMatchObject([{ requests: 4, customers: 1 }, null]);
  });
});

describe("demonstration traffic", () => {
  it("asks as many customers by name, until it is ended", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const window = async () =>
      (await lane.metrics.window({ from: new Date(Date.now() - 60_000), to: new Date(), signal: patience() })).releases.v1;
    expect(await setFleetTraffic(lane.lane, { requestsPerSecond: 400, customers: 50, signal: patience() })).toMatchObject({
      traffic: { requestsPerSecond: 400, customers: 50 },
    });
    await eventually(async () => (await window())?.customers).toBe(50);
    expect((await setFleetTraffic(lane.lane, { requestsPerSecond: 0, signal: patience() })).traffic).toBeUndefined();
    const labels = `lane="${lane.lane.service}/test",service="${lane.lane.service}",environment="test",release="v1"`;
    const metrics = async () => (await fetch(`${lane.lane.address}/lanes/${lane.lane.service}/test/metrics`)).text();
    // Once the last answer is in, both count the same for good.
    const agree = async () => {
      const { requests = 0 } = (await window()) ?? {};
      return (await metrics()).includes(`requests_total{${labels},status="200"} ${requests}\n`);
    };
    await eventually(agree).toBe(true);
    expect(await metrics()).toContain(`lane_weight_percent{${labels}} 100`);
  });
});
