import type { DataOf, EscalationEvent, PagingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { calledBy, escalationDecider, pagingDecider, stepWords, toldBy } from "./index.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [escalationId, platform, ana] = [id(1), id(2), id(3)];
const now = "2026-03-01T10:00:00.000Z";
const own = { kind: "schedule", rotationId: null, who: "onCall" } as const;
const everyone = { kind: "schedule", rotationId: platform, who: "everyone" } as const;
const person = { kind: "person", personId: ana } as const;
const said: DataOf<"EscalationWritten"> = {
  escalationId, name: "Platform", description: "", rounds: 3, lastly: [person], reason: "",
  steps: [{ targets: [own], minutes: 5 }, { targets: [everyone, person], minutes: 10 }],
};
const written: EscalationEvent = { type: "EscalationWritten", data: said };
const retired: EscalationEvent = { type: "EscalationRetired", data: { escalationId, reason: "another one" } };
const write = { type: "WriteEscalation", now, ...said } as const;
const retire = { type: "RetireEscalation", now, escalationId, reason: "another one" } as const;

describe("a policy of escalation", () => {
  it("is written, and written anew; the same again is nothing, whatever the reason", () => {
    given(escalationDecider, []).when(write).then([written]);
    given(escalationDecider, [written]).when({ ...write, reason: "again" }).then([]);
    const other = { ...said, rounds: 2 };
    given(escalationDecider, [written]).when({ ...write, ...other }).then([{ type: "EscalationWritten", data: other }]);
  });

  it("names nobody twice in a step", () => {
    given(escalationDecider, []).when({ ...write, steps: [{ targets: [own, { ...own }], minutes: 5 }] })
      .thenRejected("INVALID_INPUT", { path: ["steps"], message: /step 1/ });
    given(escalationDecider, []).when({ ...write, lastly: [person, person] }).thenRejected("INVALID_INPUT", { path: ["lastly"] });
    given(escalationDecider, []).when({ ...write, steps: [{ targets: [own, { ...own, who: "next" }], minutes: 5 }] })
      .then([{ type: "EscalationWritten", data: { ...said, steps: [{ targets: [own, { ...own, who: "next" }], minutes: 5 }] } }]);
  });

  it("tells whom it names of incidents that are bad enough, calls none of them, and names nobody twice for it", () => {
    const stakeholders = [{ target: person, upTo: 2 }, { target: everyone, upTo: 3 }];
    const telling = { ...said, stakeholders };
    given(escalationDecider, [written]).when({ ...write, ...telling }).then([{ type: "EscalationWritten", data: telling }]);
    expect([1, 2, 3, 4].map((severity) => toldBy(telling, severity).length)).toEqual([2, 2, 1, 0]);
    expect(toldBy(said, 1)).toEqual([]);
    expect(calledBy(telling)).toEqual(calledBy(said));
    given(escalationDecider, []).when({ ...write, stakeholders: [...stakeholders, { target: { ...person }, upTo: 4 }] })
      .thenRejected("INVALID_INPUT", { path: ["stakeholders"] });
  });

  it("is retired once, and never comes back", () => {
    given(escalationDecider, [written]).when(retire).then([retired]);
    given(escalationDecider, [written, retired]).when(retire).then([]);
    given(escalationDecider, [written, retired]).when(write).thenRejected("NOT_FOUND", { message: "another one" });
    given(escalationDecider, []).when(retire).thenRejected("NOT_FOUND");
    expect(given(escalationDecider, [written, retired]).state).toMatchObject({ name: "Platform", retired: "another one" });
  });

  it("that came from another product changes with it, and stays as it was changed here until then", () => {
    const { reason: _, ...content } = said;
    const brought: DataOf<"EscalationImported"> = { ...content, source: "pagerduty", sourceId: "PANZZEQ" };
    const bring = { type: "ImportEscalation", now, ...brought } as const;
    const imported: EscalationEvent[] = [
      { type: "EscalationWritten", data: { ...said, reason: "" } }, { type: "EscalationImported", data: brought },
    ];
    given(escalationDecider, []).when(bring).then(imported);
    given(escalationDecider, imported).when(bring).then([]);
    const here: EscalationEvent = { type: "EscalationWritten", data: { ...said, rounds: 1 } };
    given(escalationDecider, [...imported, here]).when(bring).then([]);
    given(escalationDecider, [...imported, here]).when({ ...bring, name: "Core" }).then([
      {
        type: "EscalationWritten", data: { ...said, name: "Core", reason: "" },
      }, { type: "EscalationImported", data: { ...brought, name: "Core" } },
    ]);
    given(escalationDecider, [...imported, retired]).when(bring).thenRejected("NOT_FOUND");
    expect(escalationDecider.keyOf("PANZZEQ", "pagerduty")).not.toEqual(escalationDecider.keyOf("PANZZEQ"));
  });

  it("says whom it names, each once, and in words", () => {
    expect(calledBy(said)).toEqual({ rotationIds: [platform], personIds: [ana] });
    const names = { rotation: () => "Platform", person: () => "Ana" };
    expect(said.steps.map(({ targets }) => stepWords(targets, names))).toEqual([
      "who is on call for the service", "everyone of Platform and Ana",
    ]);
  });
});

describe("the policy of services that name none", () => {
  const set = (to: string | null): PagingEvent => ({ type: "DefaultEscalationSet", data: { pagingId: id(9), escalationId: to } });
  const choose = (to: string | null) => ({ type: "SetDefaultEscalation", now, pagingId: id(9), escalationId: to } as const);
  it("is none at first, and another one from when it is chosen", () => {
    given(pagingDecider, []).when(choose(null)).then([]);
    given(pagingDecider, []).when(choose(escalationId)).then([set(escalationId)]);
    given(pagingDecider, [set(escalationId)]).when(choose(escalationId)).then([]);
    given(pagingDecider, [set(escalationId)]).when(choose(null)).then([set(null)]);
  });
});
