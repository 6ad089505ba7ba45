import type { IncidentRole, IncidentState, LinkType, Milestone, PublicImpact } from "@ballast/schema/graphql";
import { own } from "@ballast/schema/own";
import { reportedMilestones as reported } from "@ballast/schema/states";
import { isolated } from "@ballast/schema/isolated";
import type { Tone } from "../marks/tone.ts";
import type { Option } from "../lists/filters.ts";
import type { IncidentLine } from "./incidentDocuments.ts";

export { nextStates } from "@ballast/schema/states";

const states: Readonly<Record<IncidentState, readonly [Tone, string]>> = {
  triage: ["bad", "Triage"],
  investigating: ["bad", "Investigating"],
  fixing: ["attention", "Fixing"],
  monitoring: ["info", "Monitoring"],
  resolved: ["good", "Resolved"],
  closed: ["idle", "Closed"],
  declined: ["idle", "Declined"],
  merged: ["idle", "Merged"],
  cancelled: ["planned", "Cancelled"],
};

/** The state of an incident as tone and word. */
export function stateOf(state: IncidentState): { tone: Tone; words: string } {
  const [tone, words] = states[state];
  return { tone, words };
}

/** What moving an incident does, for the preview. */
export const stateEffects: Readonly<Record<IncidentState, string>> = {
  triage: "",
  investigating: "Someone looks for what is wrong.",
  fixing: "The cause is known well enough; a remedy is under way.",
  monitoring: "The remedy is in place and is watched. Impact intervals stay open until someone closes them or resolves.",
  resolved: "It is over: open impact intervals end, paging and reminders stop, and the review becomes due.",
  closed: "Nothing is left to do. It can be reopened.",
  declined: "It is no incident: paging stops, and it counts in no figure.",
  merged: "",
  cancelled: "It is withdrawn: paging stops, and it counts in no figure.",
};

/** States a list can be asked for. */
export const stateOptions: readonly Option[] = (Object.keys(states) as IncidentState[]).map((state) => [state, states[state][1]]);

const impacts: Readonly<Record<PublicImpact, readonly [Tone, string]>> = {
  none: ["idle", "None"],
  minor: ["attention", "Minor"],
  major: ["bad", "Major"],
  critical: ["bad", "Critical"],
  maintenance: ["planned", "Maintenance"],
};

/** Public impact as tone and word. */
export function impactOf(impact: PublicImpact): { tone: Tone; words: string } {
  const [tone, words] = impacts[impact];
  return { tone, words };
}

/** Public impacts a list can be asked for, or a command sets. */
export const impactOptions: readonly Option[] = (Object.keys(impacts) as PublicImpact[]).map((impact) => [impact, impacts[impact][1]]);

/** `Sev 2`; `–` where nobody has rated it. */
export function severityWords(severity: number | null): string {
  return severity === null ? "–" : `Sev ${severity}`;
}

/** The tone of a severity. */
export function severityTone(severity: number | null): Tone {
  if (severity === null) return "idle";
  return severity <= 2 ? "bad" : severity === 3 ? "attention" : "idle";
}

/** What each severity means to those it calls. */
export const severityOptions: readonly (readonly [number, string])[] = [
  [1, "Sev 1, everyone or nearly: responders and commanders are paged"],
  [2, "Sev 2, many customers or a core part: responders and commanders are paged"],
  [3, "Sev 3, some customers or a workaround: responders are paged"],
  [4, "Sev 4, hardly anyone: nobody is paged"],
];

/** Milestones in the order in which they are usually reached. */
export const milestoneWords: Readonly<Record<Milestone, string>> = {
  impactStart: "Impact began",
  detected: "Detected",
  firstPageSent: "First page sent",
  acknowledged: "Acknowledged",
  commanderAssigned: "Commander assigned",
  mitigated: "Mitigated",
  resolved: "Resolved",
};

/** Their names, in that order. */
export const milestoneNames = Object.keys(milestoneWords) as Milestone[];

/** Milestones a person reports; the others follow from other commands. */
export const reportedMilestones: readonly Milestone[] = reported;

export const roleWords: Readonly<Record<IncidentRole, string>> = {
  commander: "Commander",
  deputy: "Deputy",
  communications: "Communications",
  scribe: "Scribe",
  responder: "Responder",
  business: "Business lead",
};
export const roleNames = Object.keys(roleWords) as IncidentRole[];

export const linkWords: Readonly<Record<LinkType, string>> = {
  caused: "Caused it",
  contributed: "Contributed",
  revealed: "Revealed it",
  mitigated: "Mitigated it",
  ruledOut: "Ruled out",
  suspected: "Suspected",
  followsFrom: "Follows from",
};
export const linkTypes = Object.keys(linkWords) as LinkType[];

/** The word for a link's type. */
export const linkWord = (type: string): string => own(linkWords, type) ?? type;

/** The tone of a link: what a person decided is violet, what is ruled out steps back. */
export function linkTone(type: string): Tone {
  if (type === "caused" || type === "contributed") return "bad";
  if (type === "mitigated") return "good";
  return type === "ruledOut" ? "idle" : type === "suspected" ? "attention" : "planned";
}

/** `INC-12 · Checkout fails`, or the title alone for imports, whose ids say nothing to people. */
export function titleOf(incident: Pick<IncidentLine, "number" | "reference" | "title">): string {
  return incident.number === null ? incident.title : `${incident.reference} · ${isolated(incident.title)}`;
}

/** The same on a page that calls somebody: `Drill: INC-12 · Checkout fails` of one. */
export const calledFor = (incident: Pick<IncidentLine, "number" | "reference" | "title" | "drill">): string =>
  `${incident.drill ? "Drill: " : ""}${titleOf(incident)}`;

/** The worst at the bottom, so that its height can be compared. */
export const stacked: readonly PublicImpact[] = ["critical", "major", "minor", "none", "maintenance"];

/** Levels that can be downtime: maintenance is announced, and what has no impact is none. */
export const downtimeLevels: readonly Option[] = impactOptions.filter(([impact]) => impact !== "none" && impact !== "maintenance");
