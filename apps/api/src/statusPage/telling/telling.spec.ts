import { publicationDecider } from "@ballast/domain/publication";
import { handle, idOf, ids } from "@ballast/eventlog";
import type { PublicationSubject } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../auth/principal.ts";
import { answered } from "../../specification/asking.ts";
import { specServer, type SpecServer } from "../../specification/server.ts";
import { mailingOf } from "./notices.ts";
import { tellWhatIsDue } from "./telling.ts";

let spec: SpecServer;
let kim: Principal;
let ada: Principal;
let pageId: string;
let incidentId: string;

const settle = async (): Promise<void> => {
  for await (const { position } of spec.server.log.readAll({ backwards: true, max: 1 })) await spec.server.readModel.waitFor(position);
};
const add = async (address: string, more: object = {}): Promise<string> =>
  (await spec.run(kim, "addSubscriber", { statusPageId: pageId, channel: "mail", address, reason: "spec", ...more })).subscriberId ?? "";
const layOut = (components: readonly object[]) =>
  spec.run(kim, "layOutStatusPage", { statusPageId: pageId, groups: [{ name: "Store" }], components });
const update = async (of: string, body: string): Promise<string> => {
  await spec.run(kim, "postUpdate", { incidentId: of, visibility: "public", status: "identified", body });
  return spec.server.readModel.incidents.updates(of).find((one) => one.body === body)?.id ?? "";
};
const mailId = (): string =>
  spec.server.readModel.statusPages.get(pageId)?.components.find(({ name }) => name === "Mail")?.componentId ?? "";
/** As the worker does, once it cannot be taken back any more. */
async function release(subject: PublicationSubject): Promise<string> {
  const publicationId = idOf(publicationDecider, subject, "");
  await handle(spec.server.log, {
    aggregate: publicationDecider, id: publicationId, command: { type: "ReleasePublication", publicationId, ...subject },
    context: {
      commandId: ids.command("spec", publicationId), actor: { personId: null, name: "spec", means: "system" },
      now: spec.server.now().toISOString(), correlationId: "spec", causationId: "spec",
    },
  });
  await settle();
  return publicationId;
}
/** Looks as often as it takes: words first, then mailings. */
async function tell(): Promise<void> {
  for (let look = 0; look < 3; look += 1) {
    await tellWhatIsDue(spec.server);
    await settle();
  }
}
const told = (publicationId: string): readonly string[] =>
  spec.server.readModel.publications.mailingsOf([publicationId])
    .flatMap((one) => one.told.map(({ subscriberId }) => subscriberId)).toSorted();
const about = (updateId: string, of = incidentId): PublicationSubject =>
  ({ kind: "update", incidentId: of, updateId, maintenanceId: null });

beforeAll(async () => {
  spec = await specServer();
  kim = await spec.person("kim", ["tpm", "commander", "engineer", "responder", "admin"]);
  ada = await spec.person("ada", ["engineer"]);
  for (const slug of ["shop", "mail"]) await spec.run(kim, "registerService", { slug, name: slug });
  ({ recordId: pageId } = await spec.run(kim, "defineStatusPage", { slug: "public", name: "Marlow status" }));
  await layOut([
    { name: "Checkout", group: "Store", service: "shop", component: "Checkout" }, { name: "Mail", service: "mail" },
  ]);
  ({ recordId: incidentId } = await spec.run(kim, "declareIncident", {
    title: "es-3 rebalances", severity: 2, services: ["shop"], components: ["Checkout"], publicImpact: "minor",
  }));
  await spec.run(kim, "setPublicTitle", { incidentId, title: "Checkout is slow" });
});
afterAll(() => spec.close());

describe("what subscribers are told", () => {
  it("goes to those of what it hits, with what came to a group since; the preview counts the same", async () => {
    const [all, ofGroup, ofPart, ofOther] = [
      await add("all@example.org"), await add("group@example.org", { groups: ["Store"] }),
      await add("part@example.org", { components: ["checkout"] }), await add("other@example.org", { components: ["Mail"] }),
    ];
    const program = await add("https://hooks.example.org/x", { channel: "webhook" });
    const preview = await answered(spec, ada, {
      query: "query ($id: ID!) { publicPost(incidentId: $id) { undoSeconds places { page { slug } told { mail chat webhook } } } }",
      variables: { id: incidentId },
    });
    expect(preview).toEqual({
      publicPost: { undoSeconds: 10, places: [{ page: { slug: "public" }, told: { mail: 3, chat: 0, webhook: 1 } }] },
    });
    const first = await release(about(await update(incidentId, "A new version is the likely cause.")));
    await tell();
    expect(told(first)).toEqual([all, ofGroup, ofPart, program].toSorted());
    const { notices, status } = spec.server.readModel.publications.get(first) ?? {};
    expect(status).toBe("listed");
    expect(notices).toMatchObject([{
      subject: "Marlow status: Checkout is slow (Found)", path: "/status/public", mailings: { mail: 1, chat: 0, webhook: 1 },
      text: "Checkout is slow\n\nFound. A new version is the likely cause.\n\nIt concerns Checkout.",
      link: `http://127.0.0.1:4000/status/public/incidents/${incidentId}.html`,
    }]);
    expect(JSON.stringify(notices)).not.toContain("es-3");
    // Mail comes to the group: whoever hears of the group hears of it.
    await layOut([
      { name: "Checkout", group: "Store", service: "shop", component: "Checkout" },
      { id: mailId(), name: "Mail", group: "Store", service: "mail" },
    ]);
    const { recordId: mailIncident } = await spec.run(kim, "declareIncident", {
      title: "db", severity: 3, services: ["mail"], publicImpact: "minor",
    });
    const second = await release(about(await update(mailIncident, "Mails are late."), mailIncident));
    await tell();
    expect(told(second)).toEqual([all, ofGroup, ofOther, program].toSorted());
    await tell();
    expect(told(second)).toHaveLength(4);
  });

  it("is nothing of what readers must not know, or of what is not there to be said", async () => {
    const { recordId: hidden } = await spec.run(kim, "declareIncident", {
      title: "Breach", severity: 1, services: ["shop"], components: ["Checkout"], publicImpact: "critical", private: true,
    });
    const kept = await release({ kind: "resolved", incidentId: hidden, updateId: null, maintenanceId: null });
    const gone = await release(about(ids.part("no", "update")));
    await tell();
    for (const id of [kept, gone]) expect([told(id), spec.server.readModel.publications.get(id)?.notices]).toEqual([[], []]);
    const ask = { query: "{ publications { id kind } }" };
    const seen = (await answered(spec, ada, ask)) as { readonly publications: readonly { readonly id: string }[] };
    expect(seen.publications.map(({ id }) => id)).not.toContain(kept);
    expect((await answered(spec, ada, { query: "query ($id: ID!) { publications(incidentId: $id) { id } }", variables: { id: hidden } })))
      .toEqual({ publications: [] });
  });

  it("can be taken back until it goes out; then the refusal says so, and readers see it no more", async () => {
    const updateId = await update(incidentId, "Too early.");
    const withdraw = { incidentId, updateId };
    await expect(spec.run(ada, "withdrawUpdate", withdraw)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    // What is refused takes nothing back.
    const old = { ...withdraw, expectedRevision: 0 };
    await expect(spec.run(kim, "withdrawUpdate", old)).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
    await settle();
    expect(spec.server.readModel.publications.get(idOf(publicationDecider, about(updateId), ""))).toBeUndefined();
    await spec.run(kim, "withdrawUpdate", { ...withdraw, idempotencyKey: "back" });
    expect((await spec.run(kim, "withdrawUpdate", { ...withdraw, idempotencyKey: "back" })).replayed).toBe(true);
    await spec.run(kim, "withdrawUpdate", withdraw);
    expect(spec.server.readModel.incidents.updates(incidentId).find(({ id }) => id === updateId)).toMatchObject({
      visibility: "internal", withdrawn: true, body: "Too early.",
    });
    const publicationId = await release(about(updateId));
    await tell();
    expect([told(publicationId), spec.server.readModel.publications.get(publicationId)?.status]).toEqual([[], "withdrawn"]);
    const out = await update(incidentId, "It went out.");
    await release(about(out));
    await expect(spec.run(kim, "withdrawUpdate", { incidentId, updateId: out })).rejects.toMatchObject({ code: "PUBLISHED_ALREADY" });
    expect(spec.server.readModel.incidents.updates(incidentId).find(({ id }) => id === out)?.visibility).toBe("public");
  });

  it("cannot be taken back a day later, also where nobody was told: readers have it", async () => {
    const updateId = await update(incidentId, "It stands.");
    spec.at("2026-11-26T09:00:00.000Z");
    await expect(spec.run(kim, "withdrawUpdate", { incidentId, updateId })).rejects.toMatchObject({ code: "PUBLISHED_ALREADY" });
    expect(spec.server.readModel.incidents.updates(incidentId).find(({ id }) => id === updateId)?.visibility).toBe("public");
  });

  it("tells of a maintenance when it begins and when it is over, once, and not of one that was called off", async () => {
    spec.at("2026-11-24T09:00:00.000Z");
    const plan = async (title: string): Promise<string> => {
      const { recordId: maintenanceId } = await spec.run(kim, "planMaintenance", {
        title, services: ["shop"], from: "2026-11-24T10:00:00.000Z", until: "2026-11-24T11:00:00.000Z",
      });
      return maintenanceId;
    };
    const [shown, silent, calledOff] = [await plan("Disks"), await plan("Quiet"), await plan("Off")];
    for (const maintenanceId of [shown, calledOff])
      await spec.run(kim, "announceMaintenance", { maintenanceId, title: "Work on orders", text: "Orders may wait." });
    await spec.run(kim, "endMaintenance", { maintenanceId: calledOff, reason: "no" });
    const kinds = () => spec.server.readModel.publications.newest(100).flatMap(({ kind, maintenanceId, notices }) =>
      (maintenanceId === null ? [] : [[kind, maintenanceId, notices[0]?.subject]]));
    await tell();
    expect(kinds()).toEqual([]);
    spec.at("2026-11-24T10:00:30.000Z");
    await tell();
    await tell();
    expect(kinds()).toEqual([["begun", shown, "Marlow status: Work on orders (Begun)"]]);
    spec.at("2026-11-24T11:00:30.000Z");
    await tell();
    expect(kinds()).toEqual([
      ["completed", shown, "Marlow status: Work on orders (Done)"], ["begun", shown, "Marlow status: Work on orders (Begun)"],
    ]);
    expect(kinds().flat()).not.toContain(silent);
  });

  it("divides many among mailings by their ids alone, none of them too full, nobody twice", () => {
    const many = Array.from({ length: 5_000 }, (_, n) => ids.part("reader", "n", n));
    const sizes = new Map<number, number>();
    for (const id of many) sizes.set(mailingOf(id, 100), (sizes.get(mailingOf(id, 100)) ?? 0) + 1);
    expect(Math.max(...sizes.values())).toBeLessThanOrEqual(100);
    expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBe(5_000);
  });
});

describe("an incident that is merged into another one", () => {
  const fields = "refusal seen effects { sentence warns }";
  const merging = async (from: string, into: string) => (await answered(spec, kim, {
    query: `query ($from: ID!, $into: ID!) { mergePreview(incidentId: $from, intoIncidentId: $into) { ${fields} } }`,
    variables: { from, into },
  }))["mergePreview"] as { refusal: string | null; seen: string; effects: { sentence: string; warns: boolean }[] };
  const declared = async (title: string, more: object = {}): Promise<string> => (await spec.run(kim, "declareIncident", {
    title, severity: 3, services: ["shop"], components: ["Checkout"], publicImpact: "minor", ...more,
  })).recordId;
  const ofPage = ({ effects }: Awaited<ReturnType<typeof merging>>) =>
    effects.filter(({ sentence }) => sentence.startsWith("Marlow status"));
  const saying = (text: string): string => expect.stringContaining(text) as string;

  it("says first how many readers are told that it goes on, and tells just those", async () => {
    const reader = await add("twin@example.org");
    const [from, into] = [await declared("twin"), await declared("real")];
    await spec.run(kim, "setPublicTitle", { incidentId: from, title: "Paying is slow" });
    await spec.run(kim, "setPublicTitle", { incidentId: into, title: "The checkout is slow" });
    await update(from, "We look.");
    const preview = await merging(from, into);
    const { recordId } = await spec.run(kim, "mergeIncident", { incidentId: from, intoIncidentId: into, seen: preview.seen });
    const publication = await release({ kind: "merged", incidentId: recordId, updateId: null, maintenanceId: null });
    await tell();
    expect({ preview: ofPage(preview), told: told(publication) }).toMatchObject({ told: expect.arrayContaining([reader]) as string[] });
    const count = told(publication).length;
    const are = `${String(count)} ${count === 1 ? "subscriber is" : "subscribers are"}`;
    expect(ofPage(preview)).toEqual([{ sentence: saying(`${are} told that it goes on as “The checkout is slow”.`), warns: false }]);
    expect(spec.server.readModel.publications.get(publication)?.notices).toMatchObject([{
      subject: "Marlow status: Paying is slow (Joined with another)",
      text: saying("It goes on as “The checkout is slow”."),
      link: `http://127.0.0.1:4000/status/public/incidents/${into}.html`,
    }]);
  });

  it("that readers heard of warns where the other one is on no page, and tells nobody", async () => {
    const [from, into] = [await declared("seen"), await declared("hidden", { publicImpact: "none" })];
    await update(from, "We look.");
    expect(ofPage(await merging(from, into))).toEqual([{
      sentence: saying("is not on it, so nobody is told: readers who heard of it hear nothing more."), warns: true,
    }]);
    await spec.run(kim, "mergeIncident", { incidentId: from, intoIncidentId: into });
    const publication = await release({ kind: "merged", incidentId: from, updateId: null, maintenanceId: null });
    await tell();
    expect(told(publication)).toEqual([]);
  });

  it("is not merged where that would do something else by now, and says what", async () => {
    const [from, into] = [await declared("one"), await declared("other")];
    const preview = await merging(from, into);
    await spec.run(kim, "addTask", { incidentId: from, text: "Restart the gateway", ownerId: null });
    await expect(spec.run(kim, "mergeIncident", { incidentId: from, intoIncidentId: into, seen: preview.seen })).rejects.toMatchObject({
      code: "EFFECT_CHANGED", message: saying("stays open with it: Restart the gateway"),
    });
    const again = await merging(from, into);
    await spec.run(kim, "mergeIncident", { incidentId: from, intoIncidentId: into, seen: again.seen });
    expect(spec.server.readModel.incidents.get(from)?.mergedInto).toBe(into);
  });

  it("is refused ahead with the words of the press, and is nothing to whom may not know of one of them", async () => {
    const [from, into] = [await declared("first"), await declared("second")];
    expect((await merging(from, from)).refusal).toContain("cannot be merged into itself");
    await spec.run(kim, "mergeIncident", { incidentId: from, intoIncidentId: into });
    expect(await merging(into, from)).toMatchObject({ refusal: saying("cannot take another incident: it is merged"), effects: [] });
    const hidden = await declared("payroll", { private: true, publicImpact: "none" });
    const eve = await spec.person("eve", ["engineer"]);
    const asked = { query: "query ($from: ID!, $into: ID!) { mergePreview(incidentId: $from, intoIncidentId: $into) { refusal } }" };
    expect(await answered(spec, eve, { ...asked, variables: { from: into, into: hidden } })).toEqual({ mergePreview: null });
  });
});
