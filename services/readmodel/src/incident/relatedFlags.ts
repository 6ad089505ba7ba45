import { relatedChanges, type Change } from "@ballast/domain";
import { movesCustomers, reachOf } from "@ballast/domain/targeting";
import type { LinkType } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Queries } from "../engine/registry.ts";
import type { IncidentRow } from "./incidentRow.ts";

type Turn = ReturnType<Queries["targetings"]["steps"]>[number];

const atOf = ({ recorded }: Turn): string => recorded.metadata.occurredAt;

/** A flag that was turned before an incident, in one environment, and why that may have to do with it. */
export interface RelatedFlag {
  readonly flagId: string;
  readonly targetingId: string;
  /** What it did last before the impact: the change to look at, and to step back from. */
  readonly turn: Turn;
  /** Parts per 100,000 of customers by share, before and after it. */
  readonly from: number;
  readonly to: number;
  /** 0 to 1, by the rule for deploys. */
  readonly score: number;
  readonly link: LinkType | null;
  readonly reasons: readonly string[];
  readonly beforeStartMs: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** What came so little after a stated start may still be its cause. */
const TOLERANCE_MS = 5 * 60_000;
const MOST = 20;

/**
 * Flags of the incident's services (of all, where it names none yet) that were turned in the day before its impact, and those linked to it.
 */
export function relatedFlags(
  { flags, targetings }: Pick<Queries, "flags" | "targetings">,
  incident: IncidentRow,
  asOf?: AsOf,
): readonly RelatedFlag[] {
  const impactStartAt = incident.startedAt ?? incident.declaredAt;
  const start = Date.parse(impactStartAt);
  const links = Map.groupBy(
    incident.links.filter(({ kind }) => kind === "flag"),
    ({ recordId }) => recordId,
  );
  const managed = flags
    .everManaged(asOf)
    .filter(
      ({ id, serviceIds }) =>
        links.has(id) || incident.serviceIds.length === 0 || serviceIds.some((one) => incident.serviceIds.includes(one)),
    );
  const byId = new Map<string, Omit<RelatedFlag, "score" | "link" | "reasons">>();
  const changes = managed.flatMap(({ id: flagId, serviceIds }) =>
    targetings.ofFlag(flagId, asOf).flatMap(({ id: targetingId }): Change[] => {
      const turns = targetings.steps(targetingId, asOf).filter((step) => movesCustomers(step.before, step.after));
      const turn = turns.findLast((one) => Date.parse(atOf(one)) <= start + TOLERANCE_MS);
      if (turn === undefined || turn.before === null || (Date.parse(atOf(turn)) < start - DAY_MS && !links.has(flagId))) return [];
      byId.set(targetingId, {
        flagId, targetingId, turn, from: reachOf(turn.before), to: reachOf(turn.after), beforeStartMs: start - Date.parse(atOf(turn)),
      });
      return [
        {
          id: targetingId, kind: "flag", serviceIds, at: atOf(turn), exposures: exposuresOf(turns),
          links: links.get(flagId)?.map(({ type }) => type),
        },
      ];
    }),
  );
  return relatedChanges(changes, { impactStartAt, serviceIds: incident.serviceIds }).flatMap(({ id, ...why }) => {
    const found = byId.get(id);
    return found === undefined ? [] : [{ ...found, ...why }];
  }).slice(0, MOST);
}

const exposuresOf = (turns: readonly Turn[]): NonNullable<Change["exposures"]> =>
  turns.map((turn) => ({ at: atOf(turn), percent: reachOf(turn.after) / 1_000 }));
