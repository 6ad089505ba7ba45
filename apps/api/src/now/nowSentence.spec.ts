import { describe, expect, it } from "vitest";
import { nowSentence, type NowFacts } from "./nowSentence.ts";

const quiet: NowFacts = { incidents: [], moving: [], held: [], unanswered: [], silenced: 0, services: 3 };
const incident = { reference: "INC-12", severity: 1, hurt: ["Search"], forMs: 40 * 60_000, commander: "Ada", drill: false };
const moving = { what: "v2 in Search production", rollback: false, stopped: false };

describe("what matters now", () => {
  it.each<[string, Partial<NowFacts>]>([
    ["All is quiet: no open incident, nothing moving.", {}],
    ["Nothing is here yet: register a service, or import the history of one.", { services: 0 }],
    ["INC-12, severity 1, on Search has been open for 40 min; Ada commands it.", { incidents: [incident] }],
    [
      "2 incidents are open, the worst: INC-12, severity 1, on Search has been open for 40 min; nobody commands it yet. v2 in Search production is on its way.",
      { incidents: [{ ...incident, commander: null }, incident], moving: [moving] },
    ],
    [
      "No open incident. v2 in Search production has stopped on its way and waits for a person.",
      { moving: [{ ...moving, stopped: true }] },
    ],
    [
      "No open incident. 2 deploys are on their way, 1 of them stopped. Deploys to Search production are held until somebody releases them.",
      { moving: [moving, { ...moving, stopped: true }], held: ["Search production"] },
    ],
    [
      "Nobody answers the page for INC-12: everybody was called in vain. INC-12, severity 1, on Search has been open for 40 min; nobody commands it yet.",
      { incidents: [{ ...incident, commander: null }], unanswered: ["INC-12"] },
    ],
    ["No open incident. 2 alerts of severity 1 fire and call nobody, as alert rules say.", { silenced: 2 }],
    ["No open incident. 1 drill runs.", { incidents: [{ ...incident, drill: true }] }],
  ])("%s", (sentence, facts) => {
    expect(nowSentence({ ...quiet, ...facts })).toBe(sentence);
  });
});
