/** What may stand between `{{` and `}}`: whether customers may read it, and what comes in its place. */
export const templateFacts = {
  "incident": { isPublic: false, says: "its number, INC-12" },
  "title": { isPublic: false, says: "its title" },
  "public title": { isPublic: true, says: "what readers of the status page call it" },
  "severity": { isPublic: false, says: "its severity, SEV2" },
  "impact": { isPublic: true, says: "what the public feels of it, in a word" },
  "services": { isPublic: false, says: "the services it is about, by name" },
  "components": { isPublic: true, says: "the components that are hurt, by name" },
  "started": { isPublic: true, says: "when it began, 10:42 UTC" },
  "lasted": { isPublic: true, says: "for how long it has lasted" },
  "commander": { isPublic: false, says: "who commands" },
  "next update": { isPublic: true, says: "when the next update is promised for" },
} as const satisfies Record<string, { readonly isPublic: boolean; readonly says: string }>;

export type TemplateFact = keyof typeof templateFacts;
/** Facts of one incident, in words; null where it is not known. */
export type TemplateFacts = Readonly<Record<TemplateFact, string | null>>;

const PLACE = /\{\{([^{}]*)\}\}/gu;
const factIn = (inside: string): string => inside.trim().toLowerCase().replace(/\s+/gu, " ");

/** Whether there is such a fact. */
export const isFact = (name: string): name is TemplateFact => Object.hasOwn(templateFacts, name);

/** What stands between braces in a text, each once, in its order. */
export const unfilled = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(PLACE)].map(([, inside = ""]) => factIn(inside)))];

/** A text with the facts in their places. What is not known stays as it is, for whoever posts it to say. */
export const filledIn = (text: string, facts: TemplateFacts): string =>
  text.replace(PLACE, (whole, inside: string) => {
    const name = factIn(inside);
    return isFact(name) ? (facts[name] ?? whole) : whole;
  });
