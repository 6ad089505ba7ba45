import type { Contacts } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { ladderOf, type Concerned, type OnCall } from "./ladder.ts";

const mail = (email: string | null): Contacts => ({ email, chatWebhookUrl: null });
const wakeable = (...ids: string[]) => new Map(ids.map((id) => [id, mail(`${id}@example.org`)]));
const onCall = (now: string | null, next: string | null, members: readonly string[]): OnCall => ({
  now: now === null ? [] : [now], next, members,
});
const concerned = (some: Partial<Concerned>): Concerned => ({
  rotations: [], personIds: [], contacts: wakeable("ana", "ben", "cleo", "dan"), everybody: ["ana", "dan"], ...some,
});

describe("whom a page calls", () => {
  it("is who is on call, then who is next, then all of the rotation", () => {
    expect(ladderOf(concerned({ rotations: [onCall("ana", "ben", ["ana", "ben", "cleo"])] }))).toEqual({
      person: ["ana"], next: ["ben"], everyone: ["ana", "ben", "cleo"], straightToEveryone: null,
    });
  });

  it("is at each step the people of every service's rotation, each once", () => {
    const rotations = [onCall("ana", "ben", ["ana", "ben"]), onCall("cleo", "ana", ["cleo", "ana"]), onCall("ana", "ben", ["ana", "ben"])];
    expect(ladderOf(concerned({ rotations }))).toMatchObject({ person: ["ana", "cleo"], next: ["ben"], everyone: ["ana", "cleo", "ben"] });
  });

  it("is both where two are on call at once", () => {
    const both = { now: ["ana", "cleo"], next: "ben", members: ["ana", "ben", "cleo"] };
    expect(ladderOf(concerned({ rotations: [both] }))).toMatchObject({ person: ["ana", "cleo"], next: ["ben"] });
  });

  it("are those called by name besides", () => {
    expect(ladderOf(concerned({ rotations: [onCall("ana", null, ["ana"])], personIds: ["dan"] })).person).toEqual(["ana", "dan"]);
  });

  it("is nobody for an empty shift, while others of the rotation can be called", () => {
    expect(ladderOf(concerned({ rotations: [onCall(null, "ben", ["ben"])] }))).toMatchObject({
      person: [], next: ["ben"], straightToEveryone: null,
    });
  });
});

describe("everybody who answers incidents is called at once", () => {
  it.each<[string, Partial<Concerned>, string]>([
    ["without a rotation", {}, "no rotation answers for it"],
    ["with a rotation in which nobody is left", { rotations: [onCall("gone", null, ["gone"])] }, "nobody is left in the rotation"],
    [
      "with people whom nothing can wake",
      { rotations: [onCall("ben", null, ["ben"])], contacts: new Map([...wakeable("ana", "dan"), ["ben", mail(null)]]) },
      "nobody concerned has a channel that can wake them",
    ],
  ])("%s", (_, some, why) => {
    const ladder = ladderOf(concerned(some));
    expect(ladder.straightToEveryone).toBe(why);
    expect(ladder.everyone).toEqual(expect.arrayContaining(["ana", "dan"]));
  });

  it("but not while somebody of another service's rotation can be woken", () => {
    expect(ladderOf(concerned({ rotations: [onCall("gone", null, ["gone"]), onCall("cleo", null, ["cleo"])] }))).toMatchObject({
      person: ["cleo"], straightToEveryone: null,
    });
  });
});
