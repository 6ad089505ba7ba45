import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();

/** Three people, one of whom left and whose sessions were revoked one by one before. */
function story() {
  const history = recordedHistory();
  for (const [login, name] of [["cleo", "Cleo"], ["ana", "ana"], ["ben", "Ben"]] as const) {
    const personId = ids.person(login);
    history.add(
      ["person", personId],
      {
        type: "PersonJoined",
        data: {
          personId, login, name, roles: ["viewer"], contacts: { email: `${login}@example.org`, chatWebhookUrl: null }, timeZone: "UTC",
        },
      },
      { at: at(0) },
    );
  }
  const personId = ids.person("ben");
  history.add(
    ["person", personId],
    { type: "SessionsRevoked", data: { personId, sessionId: ids.part(personId, "session") } },
    { at: at(1), recordedAt: at(2) },
  );
  history.add(["person", personId], { type: "PersonLeft", data: { personId } }, { at: at(3), recordedAt: at(4) });
  return folded(history.events).people;
}

describe("people", () => {
  it("are listed by name whatever its case, those who left apart where that is asked for", () => {
    const people = story();
    const found = (request: Parameters<typeof people.list>[0]) => people.list(request).nodes.map(({ login }) => login);
    expect(found({})).toEqual(["ana", "ben", "cleo"]);
    expect(people.all().map(({ login }) => login)).toEqual(["ana", "ben", "cleo"]);
    expect([found({ active: true }), found({ active: false })]).toEqual([["ana", "cleo"], ["ben"]]);
    expect(found({ text: "ana@exam" })).toEqual(["ana"]);
    expect([people.count(), people.byLogin(" CLEO ")?.name]).toEqual([3, "Cleo"]);
    expect(people.list({ slice: { first: 2 } })).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it("who left are known with when they did, and let nobody in any more", () => {
    const people = story();
    expect(people.left()).toEqual(new Map([[ids.person("ben"), at(3)]]));
    expect(people.left({ at: at(2) })).toEqual(new Map());
    // Sessions are over from the moment that was written down.
    expect(people.get(ids.person("ben"))).toMatchObject({
      status: "left", leftAt: at(3), sessionsRevokedAt: at(4), revokedSessionIds: [ids.part(ids.person("ben"), "session")],
    });
    expect(people.get(ids.person("ben"), { at: at(2) })).toMatchObject({ status: "active", sessionsRevokedAt: null });
  });
});
