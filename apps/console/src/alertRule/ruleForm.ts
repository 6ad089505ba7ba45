import type { AlertRule, RuleContent } from "./alertRuleDocuments.ts";

/** A rule as it is typed. */
export interface RuleForm {
  name: string;
  /** A condition a line: `env = prod, test`, `team != search`, `host ^= web-`. */
  labels: string;
  /** Slugs, between commas. */
  services: string;
  withoutService: boolean;
  integrations: readonly string[];
  severities: readonly number[];
  severity: string;
  sendTo: string;
  groupBy: string;
  count: string;
  withinMinutes: string;
  maintenance: "" | "hold" | "pass";
  incident: "" | "declare" | "join" | "never";
  active: boolean;
}

export const emptyForm: RuleForm = {
  name: "", labels: "", services: "", withoutService: false, integrations: [], severities: [], severity: "", sendTo: "", groupBy: "",
  count: "", withinMinutes: "", maintenance: "", incident: "", active: true,
};

const signs = [["!=", "noneOf"], ["^=", "startsWith"], ["=", "oneOf"]] as const;
type Condition = AlertRule["labels"][number];

const between = (text: string): string[] => text.split(",").map((part) => part.trim()).filter((part) => part !== "");

/** Conditions, a line each; null where a line is none. */
export function labelsOf(text: string): Condition[] | null {
  const conditions: Condition[] = [];
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const found = signs.find(([sign]) => line.includes(sign));
    if (found === undefined) return null;
    const [sign, is] = found;
    const at = line.indexOf(sign);
    const [label, values] = [line.slice(0, at).trim(), between(line.slice(at + sign.length))];
    if (label === "" || values.length === 0) return null;
    conditions.push({ label, is, values });
  }
  return conditions;
}

const labelsText = (labels: readonly Condition[]): string =>
  labels.map(({ label, is, values }) => `${label} ${signs.find(([, word]) => word === is)?.[0] ?? "="} ${values.join(", ")}`).join("\n");

/** What is typed of a rule that there is. */
export const formOf = (rule: AlertRule): RuleForm => ({
  name: rule.name, labels: labelsText(rule.labels), services: rule.services.map(({ slug }) => slug).join(", "),
  withoutService: rule.withoutService, integrations: rule.integrations.map(({ id }) => id), severities: rule.severities,
  severity: rule.severity ?? "", sendTo: rule.sendTo?.slug ?? "", groupBy: rule.groupBy.join(", "),
  count: rule.threshold === null ? "" : String(rule.threshold.count),
  withinMinutes: rule.threshold === null ? "" : String(rule.threshold.withinMinutes),
  maintenance: rule.maintenance === "hold" || rule.maintenance === "pass" ? rule.maintenance : "",
  incident: rule.incident === "declare" || rule.incident === "join" || rule.incident === "never" ? rule.incident : "", active: rule.active,
});

/** The rule that is typed; or why it is none yet. */
export function contentOf(form: RuleForm): { readonly content: RuleContent } | { readonly lacks: string } {
  const labels = labelsOf(form.labels);
  if (form.name.trim() === "") return { lacks: "It has no name yet." };
  if (labels === null) return { lacks: "A line of its labels is none: env = prod, test; team != search; host ^= web-." };
  const [count, withinMinutes] = [form.count, form.withinMinutes].map((text) => (text.trim() === "" ? null : Number(text)));
  if ((count === null) !== (withinMinutes === null)) return { lacks: "How many, and within how many minutes, belong together." };
  if ([count, withinMinutes].some((number) => number !== null && !Number.isInteger(number))) return { lacks: "Counts are whole numbers." };
  const groupBy = between(form.groupBy);
  const says = [form.severity, form.sendTo, form.maintenance, form.incident, form.count].some((text) => text !== "") || groupBy.length > 0;
  if (!says) return { lacks: "It says nothing of its alerts yet." };
  return {
    content: {
      name: form.name.trim(), labels, services: between(form.services), withoutService: form.withoutService,
      integrations: [...form.integrations], severities: [...form.severities], severity: form.severity === "" ? null : form.severity,
      sendTo: form.sendTo === "" ? null : form.sendTo, groupBy, count, withinMinutes,
      maintenance: form.maintenance === "" ? null : form.maintenance, incident: form.incident === "" ? null : form.incident,
      active: form.active,
    },
  };
}

/** What a list of rules says first. */
export function rulesSentence(rules: readonly Pick<AlertRule, "active">[]): string {
  if (rules.length === 0) return "No rule has a word: each alert goes by its integration and its service.";
  const off = rules.filter(({ active }) => !active).length;
  const all = rules.length === 1 ? "Alerts meet 1 rule" : `Alerts meet ${rules.length} rules, the first that has a word in a matter is heard`;
  return `${all}${off === 0 ? "" : `; ${off} ${off === 1 ? "is" : "are"} off`}.`;
}
