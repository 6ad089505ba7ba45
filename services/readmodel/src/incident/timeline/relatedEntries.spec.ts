import { ids } from "@ballast/eventlog";
import type { DeployEvent, PageChannel, PageEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../../specification/folded.ts";
import { recordedHistory, someone } from "../../specification/recordedHistory.ts";
import { Shop } from "../../specification/shopHistory.ts";
import { alertEntry, deployEntries, pageEntries } from "./relatedEntries.ts";
import { entryIds } from "./timelineEntry.ts";

const incidentId = ids.incident("i");
const nothing = { canary: null, baseline: null, examples: [], failingCustomers: [], failingCustomerCount: 0, evidence: null };

/** What a deploy says in an incident's timeline: 1.0 serves everyone, then this is told of 2.0, or of a rollback, from minute 20 on. */
function ofDeploy(
  kind: "deploy" | "rollback",
  tell: (say: (event: DeployEvent, minute: number) => void, deployId: string, shop: Shop) => void = () => undefined,
) {
  const shop = new Shop();
  for (const version of ["1.0", "2.0"]) shop.release(version, -300);
  shop.succeed(shop.begin("1.0", -200), "1.0", -190);
  const deployId = shop.begin("2.0", 20, kind);
  tell((event, minute) => shop.say(deployId, event, minute), deployId, shop);
  const row = folded(shop.history.events).deploys.get(deployId);
  if (row === undefined) throw new Error("it was requested");
  return { shop, deployId, entries: deployEntries(incidentId, row) };
}

const verdict = (deployId: string, step: number, word: "pass" | "fail"): DeployEvent => ({
  type: "VerdictReached",
  data: {
    deployId,
    step,
    look: 1,
    judge: "metrics",
    verdict: word,
    reason: "errors 6.1 %",
    from: new Shop().at(20),
    to: new Shop().at(22),
    final: true,
    ...nothing,
  },
});

describe("a deploy in an incident's timeline", () => {
  it("is a bar from its request on, that goes on while it does", () => {
    const { entries, deployId, shop } = ofDeploy("deploy");
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      incidentId, id: entryIds.related(deployId, "deploy"), lane: "deploys", kind: "deploy", title: "Deploy of 2.0 to production",
      detail: "from 1.0 · because", at: shop.at(20), endAt: null, ongoing: true, tone: "info", keyMoment: false, actor: someone,
      recordKind: "deploy", recordId: deployId, knownFrom: shop.at(20), recordedAt: shop.at(20), visibility: "internal", pinned: false,
      evidence: { state: "baking", version: "2.0", fromVersion: "1.0", percent: 10, warnings: [] },
    });
  });

  it("ends well or badly", () => {
    const ended = ofDeploy("deploy", (_, deployId, shop) => shop.succeed(deployId, "2.0", 25)).entries[0];
    expect(ended).toMatchObject({ ongoing: false, endAt: new Shop().at(26), tone: "good" });
    const tones: readonly (readonly [DeployEvent["type"], string, (deployId: string) => DeployEvent])[] = [
      ["DeployCancelled", "idle", (deployId) => ({ type: "DeployCancelled", data: { deployId, reason: "" } })],
      ["DeployFailed", "attention", (deployId) => ({ type: "DeployFailed", data: { deployId, error: "no port" } })],
      ["DeployAborted", "attention", (deployId) => ({ type: "DeployAborted", data: { deployId, reason: "", durationMs: 1 } })],
      ["DeployPaused", "attention", (deployId) => ({ type: "DeployPaused", data: { deployId, reason: "", byJudge: false } })],
      ["DeployHeld", "attention", (deployId) => ({ type: "DeployHeld", data: { deployId, reason: "", incidentId } })],
    ];
    for (const [type, tone, event] of tones) {
      const [bar] = ofDeploy("deploy", (say, deployId) => say(event(deployId), 25)).entries;
      expect([type, bar?.tone]).toEqual([type, tone]);
    }
  });

  it("says which of its steps failed, that it was rolled back and by whom, and what that did", () => {
    const measured = (recovered: boolean | null) => (deployId: string): DeployEvent => ({
      type: "EffectMeasured",
      data: {
        deployId, sentence: "Errors fell from 6 % to 0.4 %", recovered, before: null, after: null, beforeErrorsPer100k: null,
        afterErrorsPer100k: null, overMs: 1_000, affectedCustomers: [], affectedCustomerCount: 0, series: [],
      },
    });
    const story = (automatic: boolean, recovered: boolean | null) =>
      ofDeploy("deploy", (say, deployId, shop) => {
        say(verdict(deployId, 0, "fail"), 22);
        say({ type: "RollbackBegan", data: { deployId, reason: "errors 6.1 %", automatic, toReleaseId: null, toVersion: "1.0" } }, 23);
        say({ type: "DeployRolledBack", data: { deployId, toReleaseId: null, toVersion: "1.0", durationMs: 1_000 } }, 24);
        say(measured(recovered)(deployId), 26);
        expect(shop.laneId).not.toBe("");
      });
    const { entries, deployId, shop } = story(true, true);
    expect(entries.map(({ kind, title, detail, at, tone, keyMoment }) => [kind, title, detail, at, tone, keyMoment])).toEqual([
      ["deploy", "Deploy of 2.0 to production", "from 1.0 · because", shop.at(20), "bad", false],
      ["verdict", "Step 1 failed", "errors 6.1 %", shop.at(22), "bad", true],
      ["rollbackBegan", "Rolled back by Ballast", "errors 6.1 %", shop.at(23), "attention", true],
      ["effect", "Errors fell from 6 % to 0.4 %", null, shop.at(26), "good", false],
    ]);
    expect(entries.map(({ id }) => id)).toEqual(
      ["deploy", "verdict-0", "rollback", "effect"].map((what) => entryIds.related(deployId, what)),
    );
    expect([entries[1]?.evidence["judge"], entries[3]?.evidence["overMs"]]).toEqual(["metrics", 1_000]);
    expect(story(false, null).entries.map(({ title, tone }) => [title, tone]).slice(2)).toEqual([
      ["Rolling back", "attention"], ["Errors fell from 6 % to 0.4 %", "attention"],
    ]);
    expect(story(false, false).entries.at(-1)?.tone).toBe("attention");
  });

  it("says nothing of a step that passed", () => {
    expect(ofDeploy("deploy", (say, deployId) => say(verdict(deployId, 0, "pass"), 22)).entries).toHaveLength(1);
  });

  it("that is a rollback is a key moment; with neither a reason nor anything before, it has no detail", () => {
    expect(ofDeploy("rollback").entries[0]).toMatchObject({ kind: "rollback", title: "Rollback to 2.0 in production", keyMoment: true });
    const row = folded(ofDeploy("rollback").shop.history.events).deploys.all({ kind: "rollback" })[0];
    if (row === undefined) throw new Error("it was requested");
    expect(deployEntries(incidentId, { ...row, reason: "", fromVersion: null })[0]?.detail).toBeNull();
    expect(deployEntries(incidentId, { ...row, reason: "" })[0]?.detail).toBe("from 1.0");
    expect(deployEntries(incidentId, { ...row, fromVersion: null })[0]?.detail).toBe("because");
  });

  it("says that another run took it up where one was lost", () => {
    const at = new Shop().at(21);
    const row = folded(ofDeploy("deploy").shop.history.events).deploys.all({ running: true })[0];
    if (row === undefined) throw new Error("it runs");
    expect(
      deployEntries(incidentId, {
        ...row,
        takenUp: [
          { at, reason: "" },
          { at: new Shop().at(22), reason: "terminated" },
        ],
      }).slice(1),
    ).toMatchObject([
      { kind: "takenUp", title: "Taken up again where it stood", detail: null, at, tone: "attention", lane: "deploys", recordId: row.id },
      { detail: "terminated", recordKind: "deploy" },
    ]);
  });
});

const minute = (n: number): string => new Date(Date.UTC(2026, 10, 2, 12, n)).toISOString();

describe("an alert in an incident's timeline", () => {
  it("is a bar from its firing to its end", () => {
    const alertId = ids.alert(ids.integration("am"), "f");
    const row = {
      id: ids.episode(alertId, 1),
      alertId,
      ordinal: 1,
      integrationId: ids.integration("am"),
      fingerprint: "f",
      groupKey: "g",
      name: "HighErrors",
      summary: "6 %",
      startsAt: minute(1),
      endsAt: null,
      firing: true,
      severity: "critical",
      labels: { job: "shop" },
      annotations: { a: "b" },
      serviceId: null,
      generatorUrl: "https://example.org",
      recordedAt: minute(2),
      acknowledged: null, rulings: [],
      revision: 0,
      changedAt: minute(2),
      position: "1",
    };
    expect(alertEntry(incidentId, row)).toMatchObject({
      incidentId,
      id: entryIds.related(row.id, "alert"),
      lane: "alerts",
      kind: "alert",
      title: "HighErrors",
      detail: "6 %",
      at: minute(1),
      endAt: null,
      ongoing: true,
      tone: "bad",
      knownFrom: minute(2),
      recordedAt: minute(2),
      recordKind: "alert",
      recordId: row.id,
      evidence: { labels: { job: "shop" }, annotations: { a: "b" }, severity: "critical", generatorUrl: "https://example.org" },
    });
    expect(alertEntry(incidentId, { ...row, summary: "", endsAt: minute(5), firing: false })).toMatchObject({
      detail: null, endAt: minute(5), ongoing: false,
    });
  });
});

describe("a page in an incident's timeline", () => {
  const pageId = ids.page(incidentId, "responders", "1");
  const [ana, ben] = [ids.person("ana"), ids.person("ben")];
  function ofPage(...events: readonly PageEvent[]) {
    const history = recordedHistory();
    const requested: PageEvent = {
      type: "PageRequested",
      data: {
        pageId, incidentId, purpose: "responders", severity: 2, rotationIds: [], escalations: [], personIds: [ana], reason: "declared",
        policy: { acknowledgeWithinMs: 1_000, rounds: 1, repeatEveryMs: 1_000 },
      },
    };
    [requested, ...events].forEach((event, n) => history.add(["page", pageId], event, { at: minute(n) }));
    const row = folded(history.events).pages.get(pageId);
    if (row === undefined) throw new Error("it was requested");
    return pageEntries(incidentId, row);
  }
  const to = { pageId, key: "k", step: "person" as const, round: 0, personId: ana, channel: "mail" as const };
  const sent = (more: Partial<typeof to> | { readonly step: "everyone" } = {}): PageEvent => ({
    type: "PageSent", data: { ...to, ...more, address: "there", sentAt: minute(9) },
  });
  const failed = (mayHaveArrived: boolean): PageEvent => ({
    type: "PageDeliveryFailed", data: { ...to, attempt: 1, mayHaveArrived, triesAgain: false, reason: "no answer" },
  });
  const refused = (personId: string | null, channel: PageChannel | null): PageEvent => ({
    type: "PageDeliveryRefused", data: { ...to, personId, channel, reason: "nobody is on call" },
  });
  const claimed: Extract<PageEvent, { type: "PageStepClaimed" }> = {
    type: "PageStepClaimed", data: {
      pageId, step: "person", round: 0, sends: [{ key: "k", personId: ana, channel: "mail", afterMs: 0 }], rung: null,
    },
  };
  const who = `{person:${ana}}`;

  it("tells each message as it was last heard of", () => {
    const told: readonly (readonly [PageEvent, string, string, string, string | null])[] = [
      [claimed, "pageSent", `${who} being paged by mail`, "attention", null],
      [sent(), "pageSent", `${who} paged by mail`, "info", null],
      [sent({ round: 1 }), "pageSent", `${who} paged by mail, round 2`, "info", null],
      [sent({ step: "everyone" }), "pageSent", `${who} paged by mail, with everyone`, "info", null],
      [failed(true), "pageRefused", `${who} perhaps paged by mail`, "attention", "no answer"],
      [failed(false), "pageRefused", `${who} not reached by mail`, "bad", "no answer"],
      [refused(null, null), "pageRefused", "nobody on call not reached", "bad", "nobody is on call"],
    ];
    for (const [event, kind, title, tone, detail] of told) {
      const [entry, ...others] = ofPage(event);
      expect(entry).toMatchObject({
        id: entryIds.related(pageId, "send-k"), lane: "pages", kind, title, tone, detail, recordKind: "page", recordId: pageId,
        evidence: { key: "k" },
      });
      expect(others).toEqual([]);
    }
  });

  it("says that the watchdog calls while the workflow engine does not answer, and of a run that another one took its place", () => {
    const byWatchdog: PageEvent = { type: "PageStepClaimed", data: { ...claimed.data, sends: [], watchdog: ids.part(pageId, "a worker") } };
    const replaced: PageEvent = {
      type: "PageRunReplaced",
      data: {
        pageId, requestEventId: ids.part(pageId, "asked"), workflowId: "page", fromRunId: ids.part(pageId, "1"),
        toRunId: ids.part(pageId, "2"), reason: "terminated",
      },
    };
    expect(ofPage(byWatchdog, replaced)).toMatchObject([
      { kind: "takenUp", title: "The watchdog calls", detail: "the workflow engine does not answer", at: minute(1) },
      { kind: "takenUp", title: "Taken up again where it stood", detail: "terminated", at: minute(2) },
    ]);
  });

  it("tells who answered, in time or late, and that nobody did", () => {
    const answered = (personId: string, late: boolean): PageEvent => ({
      type: "PageAcknowledged", data: { pageId, personId, late, sentAt: null },
    });
    expect(ofPage(answered(ana, false), answered(ben, true))).toMatchObject([
      { kind: "pageAcknowledged", title: `${who} acknowledged`, at: minute(1), tone: "good", keyMoment: true },
      { title: `{person:${ben}} acknowledged, late`, at: minute(2), tone: "idle", keyMoment: false },
    ]);
    const unanswered = (againAt: string | null): PageEvent => ({ type: "PageUnanswered", data: { pageId, round: 2, againAt } });
    expect(ofPage(unanswered(null))).toMatchObject([
      {
        id: entryIds.related(pageId, "unanswered-2"), kind: "pageUnanswered", title: "Nobody has answered the page in 3 rounds",
        at: minute(1), tone: "bad", keyMoment: true, detail: "It stays open; nobody is called again.",
      },
    ]);
    expect(ofPage(unanswered(minute(45)))[0]?.detail).toBe("It stays open; calling begins again at 12:45 UTC.");
  });
});
