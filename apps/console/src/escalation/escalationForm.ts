import { told } from "../data/words.ts";
import type { Escalation, EscalationContent } from "./escalationDocuments.ts";

/** A step as it is typed; `targets` are codes: `own:next`, `rotation:ID:onCall`, `person:ID`. */
export interface StepForm {
  readonly targets: readonly string[];
  readonly minutes: string;
}

/** Who is told and not called, from the worst severity down to this one. */
export interface ToldForm {
  readonly targets: readonly string[];
  readonly upTo: string;
}

/** A policy as it is typed. */
export interface EscalationForm {
  readonly name: string;
  readonly description: string;
  readonly steps: readonly StepForm[];
  readonly rounds: string;
  readonly lastly: readonly string[];
  readonly told: readonly ToldForm[];
}

/** What is built in, as a policy: whoever writes one begins with it. */
export const emptyForm: EscalationForm = {
  name: "", description: "", rounds: "3", lastly: [], told: [],
  steps: [
    { targets: ["own:onCall"], minutes: "5" }, { targets: ["own:next"], minutes: "5" }, { targets: ["own:everyone"], minutes: "5" },
  ],
};

const whoOf = ["onCall", "next", "everyone"] as const;
type Target = EscalationContent["steps"][number]["targets"][number];
type Shown = Escalation["lastly"][number];

const codeOf = ({ person, rotation, who }: Shown): string =>
  person !== null ? `person:${person.id}` : rotation === null ? `own:${who ?? "onCall"}` : `rotation:${rotation.id}:${who ?? "onCall"}`;

/** A policy as it stands, to be changed. */
export const formOf = ({ name, description, steps, rounds, lastly, stakeholders }: Escalation): EscalationForm => ({
  name, description, rounds: String(rounds), lastly: lastly.map(codeOf),
  told: [1, 2, 3, 4].flatMap((upTo) => {
    const targets = stakeholders.filter((each) => each.upTo === upTo).map(({ target }) => codeOf(target));
    return targets.length === 0 ? [] : [{ targets, upTo: String(upTo) }];
  }),
  steps: steps.map(({ targets, minutes }) => ({ targets: targets.map(codeOf), minutes: String(minutes) })),
});

function targetOf(code: string): Target {
  const [kind, id = "", who] = code.split(":");
  if (kind === "person") return { personId: id };
  const asked = whoOf.find((word) => word === (kind === "own" ? id : who)) ?? "onCall";
  return kind === "own" ? { who: asked } : { rotationId: id, who: asked };
}

const whole = (text: string, most: number): number | null => {
  const n = Number(text);
  return text.trim() !== "" && Number.isInteger(n) && n >= 1 && n <= most ? n : null;
};

/** What is saved, or what is missing. A name is missing last: it can be tried without. */
export function contentOf({ name, description, steps, rounds, lastly, told: tells }: EscalationForm): {
  readonly content: EscalationContent | null; readonly lacks: string | null;
} {
  const times = whole(rounds, 20);
  const nobody = steps.findIndex(({ targets }) => targets.length === 0);
  const timeless = steps.findIndex(({ minutes }) => whole(minutes, 1_440) === null);
  const lacks =
    nobody !== -1
      ? `Step ${nobody + 1} calls nobody.`
      : timeless !== -1
        ? `Step ${timeless + 1} waits for 1 to 1,440 whole minutes.`
        : times === null
          ? "It starts from the top 1 to 20 times."
          : null;
  if (lacks !== null || times === null) return { content: null, lacks };
  const content = {
    name: name.trim(), description: description.trim(), rounds: times, lastly: lastly.map(targetOf),
    ...(tells.length === 0 ? {} : {
      stakeholders: tells.flatMap(({ targets, upTo }) => targets.map((code) => ({ ...targetOf(code), upTo: Number(upTo) }))),
    }),
    steps: steps.map(({ targets, minutes }) => ({ targets: targets.map(targetOf), minutes: Number(minutes) })),
  };
  return { content, lacks: content.name === "" ? "It has no name yet." : null };
}

/** What the list says first. */
export function policiesSentence(policies: readonly Pick<Escalation, "isDefault" | "name" | "services">[]): string {
  if (policies.length === 0) return "Every page calls who is on call, then who is next, then everyone of the schedule.";
  const unused = policies.filter(({ services, isDefault }) => services.length === 0 && !isDefault);
  const named = policies.find(({ isDefault }) => isDefault)?.name;
  const others = named === undefined ? "the others call person, next person, everyone" : `all others go by ${named}`;
  const many = told(policies.length, "policy", "policies").replace(/^./u, (letter) => letter.toUpperCase());
  const idle = unused.length === 0 ? "" : ` ${unused.map(({ name }) => name).join(", ")} ${unused.length === 1 ? "is" : "are"} used by none.`;
  return `${many}; services name one, ${others}.${idle}`;
}
