import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { escaped, folded } from "../icalText.ts";
import { icalendar } from "./ical.ts";

let spec: SpecServer;
let app: FastifyInstance;
let [ada, tim, vic]: Principal[] = [];
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada", ["engineer"]);
  tim = await spec.person("tim", ["tpm"]);
  vic = await spec.person("vic", ["responder", "engineer"]);
  app = await specHttp(spec);
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const someone = (principal: Principal | undefined): Principal => {
  if (principal === undefined) throw new Error("nobody");
  return principal;
};
const read = (url: string) => app.inject({ url });
const open = async (who: Principal | undefined, more: object = {}): Promise<{ readonly path: string; readonly tokenId: string }> => {
  const { address, recordId } = await spec.run(someone(who), "openCalendar", more);
  return { path: new URL(String(address)).pathname, tokenId: recordId };
};
/** The entries, unfolded, by their names. */
const events = (body: string): readonly Readonly<Record<string, string>>[] =>
  body.replaceAll("\r\n ", "").split("BEGIN:VEVENT\r\n").slice(1).map((event) =>
    Object.fromEntries(event.split("\r\n").filter((line) => line.includes(":")).map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1)];
    })),
  );
const summaries = (body: string): readonly (string | undefined)[] => events(body).map(({ SUMMARY }) => SUMMARY);

describe("a calendar", () => {
  it("has what is due: days as days, moments in UTC, the same name however a day is moved", async () => {
    const { recordId: riskId } = await spec.run(someone(tim), "registerRisk", {
      title: "Provider; away", statement: { if: "a", then: "b", until: "c" }, reviewEveryDays: 30,
    });
    await spec.run(someone(tim), "planMitigation", { title: "Second contract", riskIds: [riskId], dueOn: "2026-12-15" });
    const { recordId: actionId } = await spec.run(someone(ada), "registerAction", {
      title: "Runbook", ownerId: someone(ada).person.id, dueOn: "2026-12-01",
    });
    const { path } = await open(ada);
    const { headers, body, statusCode } = await read(path);
    expect([statusCode, headers["content-type"], headers["cache-control"]]).toEqual([
      200, "text/calendar; charset=utf-8", "private, no-cache",
    ]);
    expect(body.endsWith("END:VCALENDAR\r\n")).toBe(true);
    expect(body.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(events(body)).toMatchObject([
      {
        "SUMMARY": "ACT-1 Runbook", "DTSTART;VALUE=DATE": "20261201", "DTEND;VALUE=DATE": "20261202",
        "DTSTAMP": expect.stringMatching(/^\d{8}T\d{6}Z$/) as string,
      },
      { SUMMARY: "M-1 Second contract", "DTSTART;VALUE=DATE": "20261215" },
      { SUMMARY: "Look at RISK-1 Provider\\; away again" },
    ]);
    const uid = events(body)[0]?.["UID"];
    await spec.run(someone(ada), "promiseActionDue", { actionId, dueOn: "2026-12-05", reason: "holidays" });
    const [moved] = events((await read(path)).body);
    expect([moved?.["UID"], moved?.["DTSTART;VALUE=DATE"]]).toEqual([uid, "20261205"]);
    expect(moved?.["DESCRIPTION"]).toMatch(/^Promised for 2026-12-01 before\.\\nhttps?:\/\//);
    expect(summaries((await read(`${path}?of=me`)).body)).toEqual(["ACT-1 Runbook"]);
  });

  it("has shifts of one's own, from when until when, and those of nobody else", async () => {
    const viewer = await spec.person("una", ["viewer"]);
    const handOver = { every: "day", at: "08:00" };
    const people = [viewer.person.id, someone(tim).person.id];
    await spec.run(someone(vic), "createRotation", { name: "Platform", timeZone: "UTC", handOver, people, startsOn: "2026-11-23" });
    const { path } = await open(viewer);
    const mine = events((await read(`${path}?of=me`)).body);
    expect(mine.slice(0, 2)).toMatchObject([
      { SUMMARY: "On call: Platform", DTSTART: "20261123T090000Z", DTEND: "20261124T080000Z" },
      { SUMMARY: "On call: Platform", DTSTART: "20261125T080000Z", DTEND: "20261126T080000Z" },
    ]);
    const uid = mine[1]?.["UID"];
    spec.at("2026-11-24T09:00:00.000Z");
    expect(events((await read(path)).body).some(({ UID }) => UID === uid)).toBe(true);
    spec.at("2026-11-23T09:00:00.000Z");
    expect((await read((await open(ada)).path)).body).not.toContain("On call: Platform");
  });

  it("shows nothing of a private incident to who must not know of it, by nothing", async () => {
    const { recordId: incidentId } = await spec.run(someone(vic), "declareIncident", {
      title: "Leak", severity: 1, services: [], private: true,
    });
    await spec.run(someone(vic), "registerAction", {
      title: "Secret", ownerId: someone(vic).person.id, dueOn: "2026-12-02", sourceId: toGlobalId("Incident", incidentId),
    });
    for (const to of ["investigating", "resolved"]) await spec.run(someone(vic), "changeIncidentState", { incidentId, to, reason: "-" });
    const seen = async (who: Principal | undefined) => (await read((await open(who)).path)).body;
    expect(await seen(vic)).toContain("Secret");
    expect(await seen(ada)).not.toMatch(/Secret|Leak|INC-/);
  });

  it("is nobody's once it is revoked or its person has left, and an address opens nothing else", async () => {
    const [mine, leaving] = [await open(ada), await open(vic)];
    const secret = /(cal_[^.]+)\.ics/.exec(mine.path)?.[1] ?? "";
    const asked = await app.inject({
      method: "POST", url: "/graphql", headers: { authorization: `Bearer ${secret}` }, payload: { query: "{ services { totalCount } }" },
    });
    expect(asked.body).toContain("NOT_ALLOWED");
    expect(asked.body).not.toContain('"totalCount":');
    const { recordId } = await spec.run(someone(ada), "revokeToken", { tokenId: mine.tokenId });
    expect(recordId).toBe(mine.tokenId);
    expect((await read(mine.path)).statusCode).toBe(404);
    const admin = await spec.person("root", ["admin"]);
    await spec.run(admin, "removePerson", { personId: someone(vic).person.id });
    expect((await read(leaving.path)).statusCode).toBe(404);
    const { secret: token } = await spec.run(someone(ada), "issueToken", { name: "CI", roles: ["engineer"] });
    for (
      const path of [
        "/calendars/cal_nobody.ics", `/calendars/${String(token)}.ics`, "/calendars/__proto__.ics", `/calendars/${secret}`,
        "/calendars/%00.ics",
      ]
    )
      expect([path, (await read(path)).statusCode]).toEqual([path, 404]);
  });

  it("is opened by whoever is signed in, but by no token; its token is shown without its secret", async () => {
    const viewer = await spec.person("eve", ["viewer"]);
    expect((await open(viewer, { name: "Phone" })).path).toMatch(/^\/calendars\/cal_[\w-]{43}\.ics$/);
    await expect(spec.run({ ...viewer, means: "api-token" }, "openCalendar", {})).rejects.toThrow("sign in");
    await expect(spec.run(someone(ada), "issueToken", { name: "x", roles: ["calendar"] })).rejects.toThrow();
  });
});

describe("the text of a calendar", () => {
  it("escapes what has a meaning, and holds no control character", () => {
    expect(escaped("a;b,c\\d\r\ne\u0007\nf")).toBe("a\\;b\\,c\\\\d\\ne\\nf");
  });

  it("folds at 75 octets and cuts no character", () => {
    const line = `SUMMARY:${"é😀".repeat(40)}`;
    const pieces = folded(line).split("\r\n");
    expect(pieces.every((piece) => Buffer.byteLength(piece) <= 75)).toBe(true);
    expect(pieces.slice(1).every((piece) => piece.startsWith(" "))).toBe(true);
    expect(pieces.map((piece, index) => (index === 0 ? piece : piece.slice(1))).join("")).toBe(line);
    expect(folded("x".repeat(75))).toBe("x".repeat(75));
  });

  it("is whole without entries", () => {
    const text = icalendar({
      name: "Ballast", at: "2026-11-29T17:00:00.000Z", entries: [], publicUrl: "https://b.example", host: "b.example",
    });
    expect(text.split("\r\n").slice(0, 2)).toEqual(["BEGIN:VCALENDAR", "VERSION:2.0"]);
  });
});
