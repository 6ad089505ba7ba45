import { sameContent } from "@ballast/domain";
import { isGoing, isPending, movingEvents, targetingDecider, type OpenTargeting, type Targeting } from "@ballast/domain/targeting";
import type { TargetingEvent } from "@ballast/schema";
import type { HappenedAs } from "../engine/projection.ts";
import { defineProjection, type Handlers } from "../engine/projection.ts";

/** A managed flag in one environment: what the domain says it is, with when it was last turned and by whom. */
export interface TargetingRow extends OpenTargeting {
  readonly id: string;
  readonly openedAt: string;
  /** When what it gives changed last, kills included; ISO. */
  readonly turnedAt: string;
  readonly turnedBy: string;
  /** When each kill that is engaged was engaged, and by whom. */
  readonly killed: readonly { readonly killId: string; readonly at: string; readonly by: string }[];
  /** When each customer was named, and by whom. */
  readonly named: readonly { readonly customer: string; readonly at: string; readonly by: string }[];
}

/** What moves customers, so that a row says since when it is so. */
const turning: ReadonlySet<TargetingEvent["type"]> = new Set(movingEvents);

function folded(
  row: TargetingRow | null,
  { event, id, metadata: { occurredAt: at, actor } }: HappenedAs<TargetingEvent>,
): TargetingRow | null {
  const before: Targeting = row ?? targetingDecider.initialState;
  const after = targetingDecider.evolve(before, event);
  if (after.status === "absent") return null;
  const by = actor.onBehalfOf?.name ?? actor.name;
  const turned =
    row === null || turning.has(event.type) ? { turnedAt: at, turnedBy: by } : { turnedAt: row.turnedAt, turnedBy: row.turnedBy };
  return {
    ...after, id, openedAt: row?.openedAt ?? at, ...turned,
    killed: after.kills.map(({ killId }) => row?.killed.find((kill) => kill.killId === killId) ?? { killId, at, by }),
    named: after.overrides.map((override) => {
      // By what they say: in memory and read again, a row must say the same.
      const stood = row?.overrides.some((one) => sameContent(one, override)) === true;
      const known = stood ? row.named.find(({ customer }) => customer === override.customer) : undefined;
      return known ?? { customer: override.customer, at, by };
    }),
  };
}

const handler = (row: TargetingRow | null, _: unknown, recorded: HappenedAs<TargetingEvent>) => folded(row, recorded);

const handlers = {
  TargetingOpened: handler, FlagRulesSet: handler, RolloutStepped: handler, OverrideSet: handler, OverrideCleared: handler,
  FlagReverted: handler, KillEngaged: handler, KillExplained: handler, KillsReleased: handler, FlagChangeProposed: handler,
  FlagChangeApproved: handler, FlagChangeDeclined: handler, RampPlanned: handler, RampStarted: handler, RampStepBegan: handler,
  RampStepPassed: handler, RampHeld: handler, RampResumed: handler, RampEnded: handler, FlagFoundStale: handler,
} satisfies Handlers<TargetingRow> & Record<TargetingEvent["type"], unknown>;

/** Managed flags by environment, by id. */
export const targetingProjection = defineProjection({
  kind: "targeting",
  columns: {
    flagId: { type: "text", of: (row: TargetingRow) => row.flagId, index: true },
    environment: { type: "text", of: (row) => row.environment, index: true },
    killed: { type: "integer", of: (row) => row.kills.length > 0 },
    ramping: { type: "integer", of: (row) => isGoing(row.ramp) },
    pending: { type: "integer", of: (row) => row.requests.some(isPending) },
    turnedMs: { type: "integer", of: (row) => Date.parse(row.turnedAt), index: true },
  },
  handlers,
});
