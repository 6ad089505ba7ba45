import type { LinkType } from "@ballast/schema";
import { duration, inPercent } from "@ballast/schema/words";
import { instantOf } from "../statistics/calendar.ts";

/** Something that was changed before an incident: a deploy, a rollback, a schedule, a plan. */
export type Change = {
  readonly id: string;
  readonly kind: string;
  readonly serviceIds: readonly string[];
  /** When it began. */
  readonly at: string;
  /** How many customers it reached when; absent for a change that reaches all at once. */
  readonly exposures?: readonly { readonly at: string; readonly percent: number }[] | undefined;
  /** When another change took its place for everyone; absent while none has. */
  readonly replacedAt?: string | undefined;
  /** How people, or Ballast itself, linked it to the incident. */
  readonly links?: readonly LinkType[] | undefined;
};

/** What the changes are held against. */
export type IncidentScope = { readonly impactStartAt: string; readonly serviceIds: readonly string[] };

/** A change with how suspect it is, 0 to 1, and why; `link` is what was said of it, the gravest first. */
export type RelatedChange = {
  readonly id: string;
  readonly score: number;
  readonly link: LinkType | null;
  readonly reasons: readonly string[];
};

const MINUTE = 60_000;
/** Changes further back are not looked at. */
const LOOKBACK = 24 * 60 * MINUTE;
/** Impact starts are estimates: what began so little after one may still be its cause. */
const TOLERANCE = 5 * MINUTE;
/** After this time closeness counts half. */
const HALF_LIFE = 60 * MINUTE;
const WEIGHTS = { service: 0.45, closeness: 0.35, exposure: 0.2 };
/** What was said of a change outweighs whatever only correlates; what was ruled out comes last. */
const SAID: Readonly<Partial<Record<LinkType, number>>> = { caused: 3, contributed: 2, suspected: 1, ruledOut: -1 };

/**
 * The changes of the day before the impact began, the most suspect first: by what was said of them, then by whether
 * they are of the same service, by how shortly before they last reached more customers, and by how many they reached
 * when it began (a ramp to 50 % ranks above a 1 % canary, and what had been replaced reached nobody).
 */
export function relatedChanges(changes: readonly Change[], incident: IncidentScope): readonly RelatedChange[] {
  const start = instantOf(incident.impactStartAt);
  return changes
    .flatMap((change) => related(change, incident, start))
    .toSorted((a, b) => said(b) - said(a) || b.score - a.score || (a.id < b.id ? -1 : 1));
}

function related(change: Change, incident: IncidentScope, start: number): readonly RelatedChange[] {
  const { moment, percent } = stateAt(change, start + TOLERANCE);
  const before = start - moment;
  const link = gravest(change.links ?? []);
  if (link === null && (before < -TOLERANCE || before > LOOKBACK)) return [];
  const service = serviceOverlap(change, incident);
  // Later than the stated start is possible and less likely the later it was.
  const closeness = before >= 0 ? 2 ** (-before / HALF_LIFE) : Math.max(0, 1 + before / TOLERANCE);
  const replaced = change.replacedAt !== undefined && instantOf(change.replacedAt) <= start;
  const score = WEIGHTS.service * service.overlap + WEIGHTS.closeness * closeness + WEIGHTS.exposure * (replaced ? 0 : percent / 100);
  return [
    {
      id: change.id,
      score,
      link,
      reasons: [
        service.reason,
        timeReason(before),
        replaced ? "was replaced before the impact" : `had reached ${inPercent(percent)} of customers`,
      ],
    },
  ];
}

const said = ({ link }: Pick<RelatedChange, "link">): number => (link === null ? 0 : (SAID[link] ?? 0));

/** The gravest of what was said of a change as a cause; other links say nothing about that. */
function gravest(links: readonly LinkType[]): LinkType | null {
  return links.filter((link) => SAID[link] !== undefined).toSorted((a, b) => said({ link: b }) - said({ link: a }))[0] ?? null;
}

/** When the change last reached more customers before the limit, and the share it had then. */
function stateAt(change: Change, limit: number): { readonly moment: number; readonly percent: number } {
  const began = instantOf(change.at);
  if (change.exposures === undefined) return { moment: began, percent: 100 };
  return change.exposures
    .map(({ at, percent }) => ({ moment: instantOf(at), percent }))
    .filter(({ moment }) => moment <= limit)
    .toSorted((a, b) => a.moment - b.moment)
    .reduce((state, next) => (next.percent >= state.percent ? next : state), { moment: began, percent: 0 });
}

function serviceOverlap(change: Change, incident: IncidentScope): { readonly overlap: number; readonly reason: string } {
  if (incident.serviceIds.length === 0) return { overlap: 0.5, reason: "the incident names no service yet" };
  const common = change.serviceIds.filter((id) => incident.serviceIds.includes(id)).length;
  return common > 0 ? { overlap: 1, reason: "same service" } : { overlap: 0, reason: "another service" };
}

function timeReason(before: number): string {
  const size = Math.abs(before);
  const length = duration(size < MINUTE ? size : Math.round(size / MINUTE) * MINUTE);
  return before < 0 ? `${length} after the stated start of the impact` : `${length} before the impact`;
}
