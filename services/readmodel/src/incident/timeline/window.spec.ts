import { ids } from "@ballast/eventlog";
import type { IncidentEvent, LinkType } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../../specification/folded.ts";
import { declaration } from "../../specification/incidentHistory.ts";
import { Shop } from "../../specification/shopHistory.ts";
import type { TimelineRequest } from "./timelineQueries.ts";

const incidentId = ids.incident("i");
const integrationId = ids.integration("am");

/** An incident of the shop that began at minute 200 and, where it is over, ended at 260. */
class Story {
  readonly shop = new Shop();

  constructor(over = true, serviceIds: readonly string[] = [ids.service("shop")]) {
    this.say(
      { type: "IncidentDeclared", data: declaration(incidentId, { serviceIds: [...serviceIds], impactStartAt: this.shop.at(200) }) },
      205,
    );
    if (!over) return;
    this.say({ type: "MilestoneReached", data: { incidentId, milestone: "resolved", at: this.shop.at(260) } }, 260);
    this.say({ type: "IncidentStateChanged", data: { incidentId, from: "triage", to: "resolved", reason: "" } }, 260);
  }

  say(event: IncidentEvent, minute: number): void {
    this.shop.history.add(["incident", incidentId], event, { at: this.shop.at(minute) });
  }

  link(recordId: string, kind: "deploy" | "alert", type: LinkType = "suspected"): void {
    const linkId = ids.part(recordId, "link");
    this.say(
      { type: "LinkAdded", data: { incidentId, linkId, type, kind, recordId, fromEntryId: null, confidence: "likely", note: "" } },
      206,
    );
  }

  deploy(version: string, minute: number): string {
    this.shop.release(version, -300);
    return this.shop.begin(version, minute);
  }

  alert(fingerprint: string, from: number, to: number | null, serviceId: string | null = this.shop.serviceId): string {
    const alertId = ids.alert(integrationId, fingerprint);
    this.shop.history.add(
      ["alert", alertId],
      {
        type: "AlertFired",
        data: {
          alertId, integrationId, fingerprint, groupKey: "g", name: fingerprint, summary: "", startsAt: this.shop.at(from), severity: null,
          labels: {}, annotations: {}, serviceId, generatorUrl: null, ordinal: 1,
        },
      },
      { at: this.shop.at(from) },
    );
    if (to !== null) {
      const endsAt = this.shop.at(to);
      this.shop.history.add(
        ["alert", alertId],
        { type: "AlertCleared", data: { alertId, ordinal: 1, endsAt, receivedAt: endsAt } },
        { at: endsAt },
      );
    }
    return ids.episode(alertId, 1);
  }

  /** Titles of what other records tell, each once or the spec says so. */
  shown(request: TimelineRequest = {}): readonly string[] {
    return folded(this.shop.history.events)
      .timeline.all(incidentId, { now: this.shop.at(300), ...request })
      .filter(({ kind }) => kind === "deploy" || kind === "alert")
      .map(({ title }) => title);
  }
}

const deployOf = (version: string): string => `Deploy of ${version} to production`;

describe("what other records tell in an incident's timeline", () => {
  it("is what was deployed from an hour before its impact to a quarter of an hour after its end", () => {
    const story = new Story();
    for (const [version, minute] of [["1.0", 139], ["2.0", 140], ["3.0", 274], ["4.0", 275]] as const) story.deploy(version, minute);
    expect(story.shown()).toEqual([deployOf("2.0"), deployOf("3.0")]);
  });

  it("goes on to now while it is not over", () => {
    const story = new Story(false);
    for (const [version, minute] of [["1.0", 314], ["2.0", 315]] as const) story.deploy(version, minute);
    expect(story.shown()).toEqual([deployOf("1.0")]);
    expect(story.shown({ now: story.shop.at(301) })).toEqual([deployOf("1.0"), deployOf("2.0")]);
  });

  it("is what fired meanwhile, of its services", () => {
    const story = new Story();
    story.alert("over before", 100, 139);
    story.alert("into it", 100, 140);
    story.alert("still", 274, null);
    story.alert("after", 275, null);
    story.alert("another's", 220, null, ids.service("other"));
    expect(story.shown()).toEqual(["into it", "still"]);
  });

  it("is what it names and what is attached, however far away, each once", () => {
    const story = new Story();
    story.link(story.deploy("1.0", -100), "deploy");
    story.link(story.alert("named", 10, 20, null), "alert");
    story.link(story.alert("near and named", 210, 220), "alert");
    const alertId = ids.alert(integrationId, "attached");
    const episodeId = story.alert("attached", 10, 30, null);
    story.say({ type: "AlertAttached", data: { incidentId, alertId, episodeId, severity: null } }, 206);
    expect(story.shown().toSorted()).toEqual([deployOf("1.0"), "attached", "named", "near and named"]);
  });

  it("is nothing of other services where it names none, and nothing that only stands near it", () => {
    const story = new Story(true, []);
    story.deploy("1.0", 210);
    story.alert("near", 210, 220);
    expect(story.shown()).toEqual([]);
  });

  it("is as it was at the moment that is looked at", () => {
    const story = new Story();
    story.deploy("1.0", 210);
    expect(story.shown({ asOf: { at: story.shop.at(209) } })).toEqual([]);
    expect(story.shown({ asOf: { at: story.shop.at(210) } })).toEqual([deployOf("1.0")]);
    expect(story.shown({ asOf: { at: story.shop.at(100) } })).toEqual([]);
  });

  it("is known from when it was known, and what ended later goes on then", () => {
    const story = new Story();
    story.alert("fires", 210, 220);
    const { timeline } = folded(story.shop.history.events);
    const entry = (knownAt?: number) =>
      timeline
        .all(incidentId, { now: story.shop.at(300), knownAt: knownAt === undefined ? undefined : story.shop.at(knownAt) })
        .find(({ kind }) => kind === "alert");
    expect([entry(209), entry(210)?.ongoing, entry(210)?.endAt, entry(220)?.endAt, entry(220)?.ongoing]).toEqual([
      undefined, true, null, story.shop.at(220), false,
    ]);
  });
});

describe("an incident's timeline", () => {
  it("leaves out what was taken back, unless it is asked for; and was not there before it was known", () => {
    const story = new Story();
    const deployId = story.deploy("1.0", -100);
    story.link(deployId, "deploy", "caused");
    story.say({ type: "LinkRemoved", data: { incidentId, linkId: ids.part(deployId, "link"), reason: "wrong" } }, 240);
    const { timeline } = folded(story.shop.history.events);
    const links = (request: TimelineRequest) => timeline.all(incidentId, request).filter(({ kind }) => kind === "link").length;
    const at = (minute: number) => ({ knownAt: story.shop.at(minute) });
    expect([links({}), links({ takenBack: true }), links(at(205)), links(at(206)), links(at(239)), links(at(240))]).toEqual([
      0, 1, 0, 1, 1, 0,
    ]);
    expect(timeline.all(ids.incident("another"))).toEqual([]);
  });

  it("calls people by their names, those of the moment; who is not known is somebody", () => {
    const story = new Story();
    const [ana, nobody] = [ids.person("ana"), ids.person("nobody")];
    const named = (name: string, minute: number): void => {
      story.shop.history.add(
        ["person", ana],
        minute < 0
          ? {
              type: "PersonJoined",
              data: {
                personId: ana, login: "ana", name, roles: ["viewer"], contacts: { email: null, chatWebhookUrl: null }, timeZone: "UTC",
              },
            }
          : { type: "PersonDescribed", data: { personId: ana, name, timeZone: "UTC" } },
        { at: story.shop.at(minute) },
      );
    };
    named("Ana", -1);
    story.say({ type: "RoleTaken", data: { incidentId, role: "commander", personId: ana } }, 206);
    story.say({ type: "RoleTaken", data: { incidentId, role: "scribe", personId: nobody } }, 207);
    named("Ana Kovač", 400);
    const { timeline } = folded(story.shop.history.events);
    const titles = (asOf?: TimelineRequest["asOf"]) =>
      timeline.all(incidentId, { asOf }).filter(({ kind }) => kind === "roleTaken").map(({ title }) => title);
    expect(titles()).toEqual(["Ana Kovač is commander", "somebody is scribe"]);
    expect(titles({ at: story.shop.at(300) })).toEqual(["Ana is commander", "somebody is scribe"]);
  });

  it("stands in the order of its times; of one moment by id", () => {
    const story = new Story();
    for (const n of [3, 1, 2]) {
      const entryId = ids.part("entry", String(n));
      story.say(
        { type: "EntryAdded", data: { incidentId, entryId, at: story.shop.at(n === 3 ? 230 : 220), text: String(n), pinned: false } },
        240,
      );
    }
    const entries = folded(story.shop.history.events).timeline.all(incidentId).filter(({ kind }) => kind === "entry");
    const same = [1, 2].map((n) => ids.part("entry", String(n))).toSorted();
    expect(entries.map(({ id }) => id)).toEqual([...same, ids.part("entry", "3")]);
  });
});
