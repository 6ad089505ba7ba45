import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { keptSite } from "./serving/kept.ts";
import { writingSite } from "./serving/writing.ts";

let spec: SpecServer;
let app: FastifyInstance;
let kim: Principal;
let ada: Principal;
let pageId: string;
const time = (hm: string): string => `2026-11-23T${hm}:00.000Z`;

/** On a busy machine what is served may be of a second ago: here it is made anew first. */
const get = (url: string, headers: Readonly<Record<string, string>> = {}) => {
  keptSite(spec.server).site({ fresh: true });
  return app.inject({ url, headers });
};
const html = async (url: string): Promise<string> => (await get(url)).body;
const json = async (url: string): Promise<Readonly<Record<string, never>>> => (await get(url)).json();
const components = async (): Promise<readonly { id: string; name: string; status: string }[]> =>
  (await json("/api/v2/components.json"))["components"] ?? [];
const componentId = async (name: string): Promise<string> => (await components()).find((one) => one.name === name)?.id ?? "";

/** Everything that anybody can read, as one text. */
async function everything(): Promise<string> {
  const days = ["2026-11-22", "2026-11-23"].map((date) => `/status/public/days/${date}.html`);
  const parts = (await components()).flatMap(({ id }) =>
    ["html", "json", "svg"].map((kind) => `/status/public/components/${id}.${kind}`));
  const machine = [
    "summary", "status", "components", "incidents", "incidents/unresolved", "scheduled-maintenances", "scheduled-maintenances/upcoming",
    "scheduled-maintenances/active",
  ].map((name) => `/api/v2/${name}.json`);
  const all = ["/status", "/status/public/history.html", "/history.atom", "/history.rss", "/status/public/maintenance.ics"];
  return (await Promise.all([...all, ...days, ...parts, ...machine].map(html))).join("\n");
}

beforeAll(async () => {
  spec = await specServer();
  app = await specHttp(spec);
  kim = await spec.person("kim", ["commander", "engineer", "responder", "admin"]);
  ada = await spec.person("ada", ["engineer"]);
  spec.at("2026-11-20T00:00:00.000Z");
  for (const [slug, name] of [["shop", "Shop"], ["mail", "Mail"]]) await spec.run(kim, "registerService", { slug, name });
  spec.at(time("15:00"));
  ({ recordId: pageId } = await spec.run(kim, "defineStatusPage", {
    slug: "public", name: "Marlow <status>", timeZone: "Europe/Zagreb", address: "https://status.marlow.example/",
  }));
  await spec.run(kim, "layOutStatusPage", {
    statusPageId: pageId, groups: [{ name: "Shop" }],
    components: [
      { name: "Checkout", group: "Shop", service: "shop", component: "Checkout" },
      { name: "Search", about: "Europe", group: "Shop", service: "shop", component: "Search" }, { name: "Mail", service: "mail" },
    ],
  });
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

describe("a status page", () => {
  it("is written by who may publish, about services that there are, and is everybody's to read", async () => {
    await expect(spec.run(ada, "defineStatusPage", { slug: "mine", name: "Mine" })).rejects.toThrow(/may not|needs/u);
    await expect(spec.run(kim, "layOutStatusPage", { statusPageId: pageId, components: [{ name: "X", service: "gone" }] }))
      .rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(spec.run(kim, "defineStatusPage", { slug: "mine", name: "Mine", language: "xx" })).rejects.toThrow(/no words in/u);
    await expect(spec.run(kim, "defineStatusPage", { slug: "mine", name: "Mine", rule: "own" })).rejects.toThrow(/own rule counts/u);
    const { statusCode, headers, body } = await get("/status");
    expect([statusCode, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; img-src 'self'; base-uri 'none'/u,
    );
    expect(body).toContain("Everything works");
    expect(body).toContain("Marlow &lt;status&gt;");
    expect(body).toContain("Times in Zagreb, UTC+1");
    expect(body).not.toMatch(/<script|javascript:|style="/u);
    expect(body.match(/<div class="bars"/gu)).toHaveLength(3);
    expect(body.match(/<a[^>]*href="\/status\/public\/days\//gu)).toHaveLength(3 * 90);
    expect(body.match(/class="n"/gu)).toHaveLength(3 * 86);
    expect(body).toContain("100 % without an incident");
    expect((await get("/status/public/")).body).toBe(body);
  });

  it("answers who asked before with nothing new, and as the client takes it; what is not there is not the console", async () => {
    const { headers } = await get("/api/v2/summary.json");
    const again = await get("/api/v2/summary.json", { "if-none-match": `W/${String(headers.etag)}` });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expect([headers["access-control-allow-origin"], headers["content-type"]]).toEqual(["*", "application/json; charset=utf-8"]);
    expect((await get("/api/v2/summary.json", { "accept-encoding": "gzip" })).headers["content-encoding"]).toBe("gzip");
    for (const path of ["/status/none", "/status/__proto__", "/api/v2/users.json", "/status/public/days/2020-01-01.html", "/status/%00"])
      expect([path, (await get(path)).statusCode]).toEqual([path, 404]);
    expect(
      (await app.inject({ method: "OPTIONS", url: "/api/v2/summary.json" })).headers["access-control-allow-methods"],
    ).toBe("GET, HEAD");
  });

  it("says what an incident does to the public: first what it hurts, then in words made for readers", async () => {
    spec.at(time("15:29"));
    const { recordId: incidentId } = await spec.run(kim, "declareIncident", {
      title: "es-3 rebalances <b>", severity: 2, services: ["shop"], components: ["Search"], publicImpact: "minor",
    });
    expect(await html("/status")).toContain("Search: slow");
    expect((await json("/api/v2/summary.json"))["incidents"]).toEqual([]);
    await spec.run(kim, "setPublicTitle", { incidentId, title: "Search is slow for some <customers> in Europe" });
    spec.at(time("15:38"));
    await spec.run(kim, "postUpdate", { incidentId, visibility: "internal", status: "investigating", body: "Shard es-3 is hot" });
    await spec.run(kim, "postUpdate", { incidentId, visibility: "public", status: "investigating", body: "Searches take two seconds." });
    spec.at(time("15:44"));
    await spec.run(kim, "postUpdate", {
      incidentId, visibility: "public", status: "identified", body: "A new version is the likely cause.", nextUpdateInMinutes: 14,
    });
    const { incidents: [searching] } = (await get("/api/v2/summary.json")).json<{
      readonly incidents: readonly { readonly incident_updates: readonly { readonly affected_components: readonly object[] | null }[] }[];
    }>();
    expect(searching?.incident_updates.map(({ affected_components: hit }) => hit)).toEqual([
      [{ code: await componentId("Search"), name: "Search", old_status: "degraded_performance", new_status: "degraded_performance" }],
      [{ code: await componentId("Search"), name: "Search", old_status: "operational", new_status: "degraded_performance" }],
    ]);
    await expect(spec.run(ada, "postUpdate", { incidentId, visibility: "public", status: "identified", body: "x" })).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    await expect(spec.run(ada, "setPublicTitle", { incidentId, title: "x" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const post = { query: "query ($id: ID!) { publicPost(incidentId: $id) { silent title places { page { slug } components title } } }" };
    expect(await answered(spec, ada, { ...post, variables: { id: incidentId } })).toEqual({
      publicPost: {
        silent: null, title: "Search is slow for some <customers> in Europe",
        places: [{ page: { slug: "public" }, components: ["Search"], title: "Search is slow for some <customers> in Europe" }],
      },
    });
    const body = await html("/status");
    expect(body).toContain("Search is slow for some &lt;customers&gt; in Europe");
    expect(body).toContain("Everything else works. Since 16:29; next update by 16:58.");
    expect(body).toMatch(/<strong>Found\.<\/strong> A new version[\s\S]*<strong>Looking\.<\/strong> Searches take/u);
    expect(body.match(/class="d"/gu)).toHaveLength(1);
    expect(body).toContain("<span aria-hidden=\"true\">▲</span> Slow");
    expect(await everything()).not.toMatch(/es-3/u);
    expect(await json("/api/v2/summary.json")).toMatchObject({
      page: { name: "Marlow <status>", url: "https://status.marlow.example", time_zone: "Europe/Zagreb" },
      status: { indicator: "minor", description: "Partially Degraded Service" },
      incidents: [{
        id: incidentId, status: "identified", impact: "minor", started_at: time("15:29"), resolved_at: null,
        shortlink: `https://status.marlow.example/incidents/${incidentId}.html`,
        incident_updates: [{ status: "identified", body: "A new version is the likely cause." }, { status: "investigating" }],
        components: [{ name: "Search", status: "degraded_performance" }],
      }],
    });
    spec.at(time("16:00"));
    for (const to of ["monitoring", "resolved"]) await spec.run(kim, "changeIncidentState", { incidentId, to, reason: "-" });
    expect(await html("/status")).toContain("Everything works");
    expect(await html("/status")).toContain("16:29–17:00, Search is slow");
    expect((await components()).map(({ status }) => status)).toEqual(["operational", "operational", "operational", "operational"]);
  });

  it("calls an incident that nobody has named for readers after what it hurts, never by its title", async () => {
    const { recordId: incidentId } = await spec.run(kim, "declareIncident", {
      title: "db-7 is read-only", summary: "db-7 lost its lease", severity: 3, services: ["mail"], publicImpact: "minor",
    });
    await spec.run(kim, "postUpdate", { incidentId, visibility: "public", status: "Watching", body: "Mails are late." });
    const told = await everything();
    expect(told).toContain("Mail: slow");
    expect(told).toContain("Mails are late.");
    expect(told).not.toMatch(/db-7/u);
    for (const to of ["monitoring", "resolved"]) await spec.run(kim, "changeIncidentState", { incidentId, to, reason: "db-7 is back" });
    expect(await everything()).not.toMatch(/db-7/u);
  });

  it("tells nothing of what is private, of drills, of what is without an impact on the public, or was none; not even by a figure", async () => {
    const before = await everything();
    const declare = async (more: object): Promise<string> =>
      (await spec.run(kim, "declareIncident", {
        title: "Breach of the vault", severity: 1, services: ["shop"], components: ["Checkout"], publicImpact: "critical", ...more,
      })).recordId;
    const hidden = [await declare({ private: true }), await declare({ drill: true }), await declare({ publicImpact: "none" })];
    const declined = await declare({ title: "Breach, declined" });
    await spec.run(kim, "changeIncidentState", { incidentId: declined, to: "declined", reason: "a false alarm" });
    expect(await everything()).toBe(before);
    for (const incidentId of hidden.slice(0, 2))
      await expect(spec.run(kim, "setPublicTitle", { incidentId, title: "Breach" })).rejects.toThrow(/private|drill/u);
    const asked = { query: "query ($id: ID!) { publicPost(incidentId: $id) { silent places { title } } }" };
    for (const [index, incidentId] of hidden.entries()) {
      const seen = await answered(spec, kim, { ...asked, variables: { id: incidentId } });
      expect(seen).toMatchObject({ publicPost: { silent: expect.stringMatching(/private|drill|no impact/u) as string, places: [] } });
      if (index === 0) expect(await answered(spec, ada, { ...asked, variables: { id: incidentId } })).toEqual({ publicPost: null });
    }
    for (const incidentId of hidden) expect((await get(`/status/public/incidents/${incidentId}.html`)).statusCode).toBe(404);
  });

  it("keeps what was published when a time is corrected, and says why", async () => {
    const id = await componentId("Search");
    const { incidents } = spec.server.readModel;
    const [incident] = incidents.all({ text: "rebalances" });
    expect(await html(`/status/public/components/${id}.html`)).toContain("31 min slow");
    await spec.run(kim, "correctImpactInterval", {
      incidentId: incident?.id, intervalId: incident?.intervals[0]?.id, startedAt: time("14:29"), endedAt: time("16:00"),
      impact: "critical",
      reason: "The first errors were an hour earlier.",
    });
    const told = await html(`/status/public/components/${id}.html`);
    expect(told).toContain("1 h 31 min down");
    expect(told).toContain("16:29–17:00 became 15:29–17:00. The first errors were an hour earlier.");
    expect(told).toMatch(/Last 7 days<\/th><td class="figure">98\.\d\d %\s*<span class="meta">published as 100 % before corrections/u);
    expect(told).toContain("an outage counts 100 %, an outage of a part 30 %");
    const { uptime } = (await get(`/status/public/components/${id}.json`)).json<{ uptime: { days: number; percent: string }[] }>();
    expect(uptime.map(({ days }) => days)).toEqual([7, 30, 90, 365]);
    expect(told).toContain(`${uptime[0]?.percent ?? ""} %`);
    expect(await html(`/status/public/components/${id}.svg`)).toContain('aria-label="Search: Works"');
  });

  it("does not tell by its age or its tag that something happens of which nobody may know", async () => {
    const looked = async (): Promise<readonly unknown[]> =>
      Promise.all(["/status", "/api/v2/summary.json"].map(async (url) => (await get(url)).headers["etag"])).then(async (tags) => [
        ...tags, await everything(),
      ]);
    spec.at("2026-11-23T20:30:05.000Z");
    const declare = async (more: object): Promise<string> =>
      (await spec.run(kim, "declareIncident", { title: "Quiet", severity: 3, services: ["mail"], ...more })).recordId;
    const hidden = await declare({ publicImpact: "none" });
    const before = await looked();
    spec.at("2026-11-23T20:30:25.250Z");
    await declare({ publicImpact: "major", private: true });
    await declare({ publicImpact: "major", drill: true });
    await spec.run(kim, "postUpdate", { incidentId: hidden, visibility: "internal", status: "investigating", body: "x" });
    expect(await looked()).toEqual(before);
    const shown = await declare({ publicImpact: "major" });
    expect(await html("/status")).toContain("Mail: partly down");
    await spec.run(kim, "setPublicImpact", { incidentId: shown, publicImpact: "none" });
    expect(await html("/status")).toContain("Everything works");
  });

  it("tells of maintenance that was announced, ahead, while it goes on and afterwards, and of no other", async () => {
    spec.at("2026-11-23T20:40:05.000Z");
    const before = await everything();
    const plan = (more: object = {}) => spec.run(kim, "planMaintenance", {
      title: "New disks in rack 7", services: ["shop"], from: "2026-11-23T22:00:00.000Z", until: "2026-11-23T23:00:00.000Z", ...more,
    });
    const { recordId: maintenanceId } = await plan();
    const { recordId: quiet } = await plan({ title: "Quiet work", services: ["mail"] });
    spec.at("2026-11-23T20:40:25.000Z");
    expect(await everything()).toBe(before);
    const said = { maintenanceId, title: "Work on <orders>", text: "Orders may wait for some minutes." };
    await expect(spec.run(ada, "announceMaintenance", said)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(kim, "announceMaintenance", said);
    await expect(spec.run(ada, "planMaintenance", {
      maintenanceId, title: "Others", services: ["shop"], from: "2026-11-23T22:00:00.000Z", until: "2026-11-23T23:30:00.000Z",
    })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const names = async (list: string): Promise<readonly (readonly unknown[])[]> => {
      const { scheduled_maintenances: all = [] } = (await get(`/api/v2/scheduled-maintenances${list}.json`)).json<{
        readonly scheduled_maintenances?: readonly Readonly<Record<string, unknown>>[];
      }>();
      return all.map(({ name, status, scheduled_for: from }) => [name, status, from]);
    };
    const as = (status: string) => [["Work on <orders>", status, "2026-11-23T22:00:00.000Z"]];
    expect(await names("/upcoming")).toEqual(as("scheduled"));
    expect(await names("/active")).toEqual([]);
    const front = await html("/status");
    expect(front).toContain("Planned: Work on &lt;orders&gt;");
    expect(front).toContain("Everything works");
    expect(await html("/status/public/maintenance.ics")).toContain(
      "DTSTART:20261123T220000Z\r\nDTEND:20261123T230000Z\r\nSUMMARY:Work on <orders>",
    );
    expect(await html(`/status/public/incidents/${maintenanceId}.html`)).toContain("Orders may wait for some minutes.");
    const page = { query: "query ($id: ID!) { maintenance(id: $id) { announcement { title } pages { page { slug } components } } }" };
    expect(await answered(spec, ada, { ...page, variables: { id: maintenanceId } })).toEqual({
      maintenance: {
        announcement: { title: "Work on <orders>" }, pages: [{ page: { slug: "public" }, components: ["Checkout", "Search"] }],
      },
    });
    await plan({ maintenanceId, until: "2026-11-23T22:30:00.000Z" });
    spec.at("2026-11-23T22:00:00.000Z");
    expect(await names("/active")).toEqual(as("in_progress"));
    expect((await components()).map(({ name, status }) => [name, status])).toContainEqual(["Search", "under_maintenance"]);
    expect((await json("/api/v2/status.json"))["status"]).toMatchObject({ indicator: "maintenance" });
    await spec.run(kim, "endMaintenance", { maintenanceId: quiet, reason: "" });
    spec.at("2026-11-23T22:30:00.000Z");
    expect(await names("")).toEqual(as("completed"));
    expect(await names("/active")).toEqual([]);
    expect((await components()).map(({ status }) => status)).not.toContain("under_maintenance");
    const all = await everything();
    for (const inside of ["New disks", "rack 7", "Quiet work"]) expect(all).not.toContain(inside);
    await spec.run(kim, "unannounceMaintenance", { maintenanceId, reason: "a mistake" });
    expect(await everything()).not.toContain("Work on");
  });

  it("says by hand what somebody says, marked, with notices, until the rule does again", async () => {
    const id = await componentId("Mail");
    await spec.run(kim, "setComponentStatus", {
      statusPageId: pageId, componentId: id, status: "majorOutage", reason: "The provider says so",
    });
    await spec.run(kim, "putStandingNotice", { statusPageId: pageId, componentId: id, notice: "Ends on 1 March." });
    const body = await html("/status");
    expect(body).toContain("◆");
    expect(body).toContain("Ends on 1 March.");
    expect(body).toContain("Mail: down");
    expect((await json("/api/v2/status.json"))["status"]).toEqual({ indicator: "critical", description: "Major System Outage" });
    const { statusPage } = await answered(spec, kim, {
      query: "query ($id: ID!) { statusPage(id: $id) { sentence lint path components { name heldReason } } }", variables: { id: pageId },
    });
    expect(statusPage).toMatchObject({
      sentence: "Mail: down", path: "/status/public",
      lint: expect.arrayContaining(["Mail is held by hand: The provider says so"]) as string[],
    });
    await spec.run(kim, "setComponentStatus", { statusPageId: pageId, componentId: id, reason: "over" });
    expect(await html("/status")).toContain("Everything works");
  });

  it("keeps what has a name when it is laid out anew, and goes when it is retired; another page stands beside it", async () => {
    const before = await componentId("Checkout");
    await spec.run(kim, "layOutStatusPage", {
      statusPageId: pageId, groups: [{ name: "Shop" }],
      components: [{ name: "Checkout", group: "Shop", service: "shop", component: "Checkout" }],
    });
    expect((await components()).map(({ name }) => name)).toEqual(["Checkout", "Shop"]);
    expect(await componentId("Checkout")).toBe(before);
    const { recordId: other } = await spec.run(kim, "defineStatusPage", { slug: "partner", name: "Partner", language: "de" });
    expect(await html("/status/partner")).toContain("Hier steht noch nichts");
    await spec.run(kim, "retireStatusPage", { statusPageId: pageId, reason: "merged" });
    expect((await get("/status/public")).statusCode).toBe(404);
    expect(await html("/status")).toContain("Partner");
    await spec.run(kim, "retireStatusPage", { statusPageId: other, reason: "over" });
    expect((await get("/status")).statusCode).toBe(404);
  });

  it("is whole where it is written, however much happens, and is no page that was taken away before the log is read", async () => {
    const kept = keptSite(spec.server);
    const named = (asked?: { readonly fresh: boolean }): string => String(kept.site(asked).get("/status")?.().body);
    const define = (name: string) => spec.run(kim, "defineStatusPage", {
      slug: "public", name, timeZone: "Europe/Zagreb", address: "https://status.marlow.example/",
    });
    let [clock, step] = [performance.now() + 10_000, 0];
    const watch = vi.spyOn(performance, "now").mockImplementation(() => (clock += step));
    await define("First");
    step = 300;
    expect(named()).toContain("First");
    step = 0;
    await define("Second");
    expect(named()).toContain("First");
    expect(named({ fresh: true })).toContain("Second");
    watch.mockRestore();
    const folder = mkdtempSync(join(tmpdir(), "ballast-status-"));
    const file = join(folder, "status/gone/index.html");
    mkdirSync(join(folder, "status/gone"), { recursive: true });
    writeFileSync(file, "as it was");
    const begun = async (behind: boolean): Promise<void> => {
      const readModel = { ...spec.server.readModel, status: () => ({ ...spec.server.readModel.status(), behind }) };
      await writingSite({ ...spec.server, readModel, statusFolder: folder }).stop();
    };
    await begun(true);
    expect(existsSync(file)).toBe(true);
    await begun(false);
    expect([existsSync(file), existsSync(join(folder, "status/public/index.html"))]).toEqual([false, true]);
    rmSync(folder, { recursive: true });
  });
});
