import { personDecider, Rejection } from "@ballast/domain";
import { foldRecord, handle, ids, testPageTokenOf } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let [ana, ben, kim]: Principal[] = [];
const who = (principal: Principal | undefined): Principal => {
  if (principal === undefined) throw new Error("not begun");
  return principal;
};
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(() => "done", (error: unknown) => (error instanceof Rejection ? error.code : Promise.reject(error as Error)));
const run = (name: string, input: object, by = ana) => spec.run(who(by), name, input);
const stateOf = async (principal = ana) => {
  const state = await foldRecord(spec.server.log, personDecider, who(principal).person.id);
  if (state.status === "absent") throw new Error("nobody");
  return state;
};
const tokenFor = (testId: string, principal = ana): string =>
  testPageTokenOf(spec.server.keys, { personId: who(principal).person.id, testId });

beforeAll(async () => {
  spec = await specServer();
  [ana, ben, kim] = [
    await spec.person("ana", ["engineer", "responder"]), await spec.person("ben", ["engineer"]), await spec.person("kim", ["admin"]),
  ];
  await run("setContacts", { personId: who(ana).person.id, email: "ana@example.org", phone: "+41791234567" });
});
afterAll(() => spec.close());

describe("a test page", () => {
  it("is sent for oneself, or by an administrator for somebody, by a channel that they have; pressed twice it is one", async () => {
    const personId = who(ana).person.id;
    expect(await codeOf(run("sendTestPage", { personId, channel: "mail" }, ben))).toBe("NOT_ALLOWED");
    expect(await codeOf(run("sendTestPage", { personId, channel: "push" }))).toBe("INVALID_INPUT");
    await run("sendTestPage", { personId, channel: "mail", idempotencyKey: "press" });
    await run("sendTestPage", { personId, channel: "mail", idempotencyKey: "press" });
    expect(await codeOf(run("sendTestPage", { personId, channel: "mail" }))).toBe("RATE_LIMITED");
    await run("sendTestPage", { personId, channel: "sms" }, kim);
    expect((await stateOf()).testPages.map(({ channel, outcome }) => [channel, outcome])).toEqual([["mail", "asked"], ["sms", "asked"]]);
  });

  it("is answered by whom it reached alone, by what stands in its link, and proves that they are reached", async () => {
    const testId = (await stateOf()).testPages[0]?.testId ?? "";
    expect(await codeOf(run("answerTestPage", { testId, token: "guessed" }))).toBe("NOT_FOUND");
    expect(await codeOf(run("answerTestPage", { testId, token: tokenFor(testId) }, kim))).toBe("NOT_FOUND");
    expect(await codeOf(run("answerTestPage", { testId, token: tokenFor(testId, kim) }, kim))).toBe("NOT_FOUND");
    const program = { ...who(ana), means: "api-token" } as Principal;
    expect(await codeOf(run("answerTestPage", { testId, token: tokenFor(testId) }, program))).toBe("NOT_ALLOWED");
    await run("answerTestPage", { testId, token: tokenFor(testId) });
    await run("answerTestPage", { testId, token: tokenFor(testId) });
    const asked = {
      query: "{ me { person { lastAnswered { channels } channelStates { channel verified verifiedAt lastTest { outcome reason } } } } }",
    };
    expect(await answered(spec, who(ana), asked)).toMatchObject({
      me: {
        person: {
          lastAnswered: { channels: ["mail"] },
          channelStates: [
            { channel: "mail", verified: true, verifiedAt: expect.any(String), lastTest: { outcome: "answered", reason: null } },
            { channel: "sms", verified: false, verifiedAt: null, lastTest: { outcome: "asked" } },
            { channel: "voice", verified: false, lastTest: null },
          ],
        },
      },
    });
  });

  it("says nothing any more once the channel has another address", async () => {
    const personId = who(ana).person.id;
    await run("setContacts", { personId, email: "ana@new.example.org", phone: "+41791234567" });
    expect(await stateOf()).toMatchObject({ verified: [], testPages: [{ channel: "sms" }] });
    expect(await answered(spec, who(ana), { query: "{ me { person { lastAnswered { at } } } }" }))
      .toEqual({ me: { person: { lastAnswered: null } } });
  });

  it("that did not go out tells why to who is reached by it and to administrators", async () => {
    const personId = who(ana).person.id;
    const testId = (await stateOf()).testPages[0]?.testId ?? "";
    const [now, commandId] = [spec.server.now().toISOString(), ids.command("spec", testId)];
    const { position } = await handle(spec.server.log, {
      aggregate: personDecider, id: personId, command: { type: "NoteTestPage", now, personId, testId, refused: "the number is off" },
      context: {
        commandId, actor: { personId: null, name: "spec", means: "workflow" }, now, correlationId: commandId, causationId: commandId,
      },
    });
    await spec.server.readModel.waitFor(position);
    const asked = {
      query: "query ($id: ID!) { node(id: $id) { ... on Person { phone channelStates { channel lastTest { reason } } } } }",
      variables: { id: Buffer.from(`Person:${personId}`).toString("base64url") },
    };
    const reasons = async (by: Principal | undefined) => JSON.stringify(await answered(spec, who(by), asked));
    expect(await reasons(ana)).toContain("the number is off");
    expect(await reasons(kim)).toContain("the number is off");
    expect(await reasons(ben)).not.toMatch(/the number is off|791234567/u);
  });
});
