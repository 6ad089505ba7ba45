import { actionDecider, actionName, type KnownAction } from "@ballast/domain/action";
import type { ActionEvent } from "@ballast/schema";
import { defineProjection, rowIsState, type HappenedAs, type Keyed } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";
import type { Told } from "../engine/told.ts";

interface ActionTimes {
  /** When it was registered; of one that another system brought, what that says. */
  readonly registeredAt: string;
  /** Who registered it. */
  readonly registeredBy: Told["by"];
  /** Who moved its days when, in the order of its slips. */
  readonly moves: readonly Told[];
  /** When what last ended it happened; null while it is open. */
  readonly endedAt: string | null;
}

/** An action: what the domain says it is, and its times. */
export type ActionRow = Keyed & KnownAction & ActionTimes;

const withTimes = rowIsState(
  actionDecider,
  ({ metadata }: HappenedAs<ActionEvent>, before: ActionTimes | null): ActionTimes => ({
    registeredAt: before?.registeredAt ?? metadata.occurredAt, registeredBy: before?.registeredBy ?? metadata.actor,
    moves: before?.moves ?? [], endedAt: before?.endedAt ?? null,
  }),
);

const hasEnded = ({ status }: Pick<ActionRow, "status">): boolean => status !== "proposed" && status !== "open";

/** A slip or an end is known by the state that the event led to: an import may bring either. */
function actionAfter(row: ActionRow | null, data: unknown, recorded: HappenedAs<ActionEvent>): ActionRow | null {
  const after = withTimes(row, data, recorded);
  if (after === null) return null;
  const told: Told = { at: recorded.metadata.occurredAt, by: recorded.metadata.actor };
  const slipped = after.slips.length > (row?.slips.length ?? 0);
  return {
    ...after, moves: slipped ? [...after.moves, told] : after.moves,
    endedAt: hasEnded(after) ? (row !== null && row.status === after.status ? row.endedAt : told.at) : null,
  };
}

/** Days are compared as text; no day stands after every day. */
const NO_DAY = "9999-12-31";
const states = { open: 0, proposed: 1, done: 2, verified: 3, dropped: 4 } as const;

/** Actions by id. */
export const actionProjection = defineProjection({
  kind: "action",
  columns: {
    number: { type: "integer", of: (row: ActionRow) => row.number ?? 0, index: true },
    externalId: { type: "text", of: (row) => row.imported?.externalId ?? "", index: true },
    state: { type: "text", of: (row) => row.status },
    /** What has to be done first: what is open, by its day. */
    urgency: { type: "text", of: (row) => `${String(states[row.status])} ${row.dueOn ?? NO_DAY}`, index: true },
    dueOn: { type: "text", of: (row) => row.dueOn ?? NO_DAY, index: true },
    /** How often its day was moved. */
    slips: { type: "integer", of: (row) => row.slips.length },
    registeredAt: { type: "text", of: (row) => new Date(row.registeredAt).toISOString(), index: true },
    kind: { type: "text", of: (row) => row.kind },
    ownerId: { type: "text", of: (row) => row.ownerId },
    sourceKind: { type: "text", of: (row) => row.source?.kind ?? null },
    sourceId: { type: "text", of: (row) => row.source?.recordId ?? null, index: true },
    /** Records that it has to do with. */
    records: { type: "text", of: (row) => keyList([row.source?.recordId, row.riskId].filter((id) => typeof id === "string")) },
  },
  handlers: {
    ActionRegistered: actionAfter,
    ActionImported: actionAfter,
    ActionImportCorrected: actionAfter,
    ActionDescribed: actionAfter,
    ActionDuePromised: actionAfter,
    ActionReminded: actionAfter,
    ActionFinished: actionAfter,
    ActionVerified: actionAfter,
    ActionDropped: actionAfter,
    ActionReopened: actionAfter,
  },
  search: (row) => ({
    title: row.title, detail: actionName(row), at: row.registeredAt,
    body: [row.text, ...row.links, row.imported?.cameOf ?? ""].join("\n"),
  }),
});
