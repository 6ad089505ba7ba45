import { describe, expect, it } from "vitest";
import type { Escalation } from "./escalationDocuments.ts";
import { contentOf, emptyForm, formOf, policiesSentence } from "./escalationForm.ts";

describe("a policy as it is typed", () => {
  const form = { ...emptyForm, name: " Platform " };
  it("begins as what is built in, and says what it lacks", () => {
    expect(contentOf(form)).toMatchObject({
      lacks: null, content: { name: "Platform", rounds: 3, steps: [{ targets: [{ who: "onCall" }], minutes: 5 }, {}, {}] },
    });
    expect(contentOf(emptyForm)).toMatchObject({ lacks: "It has no name yet.", content: { rounds: 3 } });
    expect(
      contentOf({ ...form, steps: [...form.steps, { targets: [], minutes: "5" }] }),
    ).toEqual({ content: null, lacks: "Step 4 calls nobody." });
    for (const minutes of ["", "0", "1.5", "2000", "five"])
      expect(contentOf({ ...form, steps: [{ targets: ["own:next"], minutes }] }).lacks).toMatch(/^Step 1 waits/u);
    expect(contentOf({ ...form, rounds: "21" }).content).toBeNull();
  });

  it("is read back as it was saved", () => {
    const shown: Escalation = {
      id: "p", name: "Platform", description: "", rounds: 2, sentence: "", isDefault: false, retired: null, changedAt: "", revision: 0,
      services: [], stakeholders: [
        { upTo: 2, target: { who: null, says: "", person: { id: "boss" }, rotation: null } },
        { upTo: 1, target: { who: "everyone", says: "", person: null, rotation: { id: "r" } } },
      ], lastly: [{ who: null, says: "", person: { id: "ana" }, rotation: null }],
      steps: [{
        minutes: 7, says: "",
        targets: [
          { who: "everyone", says: "", person: null, rotation: { id: "r" } }, { who: "next", says: "", person: null, rotation: null },
        ],
      }],
    };
    expect(contentOf(formOf(shown)).content).toEqual({
      name: "Platform", description: "", rounds: 2, lastly: [{ personId: "ana" }],
      stakeholders: [{ rotationId: "r", who: "everyone", upTo: 1 }, { personId: "boss", upTo: 2 }],
      steps: [{ minutes: 7, targets: [{ rotationId: "r", who: "everyone" }, { who: "next" }] }],
    });
  });

  it("is told in a sentence, with what nobody uses", () => {
    expect(policiesSentence([])).toMatch(/^Every page calls/u);
    const policy = (name: string, used: boolean, isDefault = false) => ({
      name, isDefault, services: used ? [{ id: "s", slug: "s", name: "s" }] : [],
    });
    expect(policiesSentence([policy("Night", false), policy("Platform", true, true)])).toBe(
      "Two policies; services name one, all others go by Platform. Night is used by none.",
    );
  });
});
