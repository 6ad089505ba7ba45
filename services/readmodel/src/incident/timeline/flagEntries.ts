import { movesCustomers } from "@ballast/domain/targeting";
import { share } from "@ballast/schema/words";
import type { AsOf } from "../../engine/asOf.ts";
import type { Queries } from "../../engine/registry.ts";
import { derivedEntry } from "./entryBase.ts";
import { entryIds, type TimelineEntryRow, type Tone } from "./timelineEntry.ts";

type Turn = ReturnType<Queries["targetings"]["steps"]>[number];

const atOf = ({ recorded }: Turn): string => recorded.metadata.occurredAt;
const nextOf = (turn: Turn | undefined): string | null => (turn === undefined ? null : atOf(turn));

/** Managed flags of an incident's services, and the time that its timeline shows. */
interface Asked {
  readonly incidentId: string;
  readonly serviceIds: readonly string[];
  /** ISO. */
  readonly window: { readonly from: string; readonly to: string };
  readonly asOf?: AsOf | undefined;
}

/**
 * Each flag of the incident's services that was turned meanwhile, as what it gave from turn to turn: the stretches of
 * a step line. What it gave when the timeline begins is the first of them.
 */
export function flagEntries(
  { flags, targetings }: Pick<Queries, "flags" | "targetings">,
  { incidentId, serviceIds, window, asOf }: Asked,
): readonly TimelineEntryRow[] {
  if (serviceIds.length === 0) return [];
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  return flags.managedFor(serviceIds, asOf).flatMap(({ id, key }) =>
    targetings.ofFlag(id, asOf).flatMap(({ id: targetingId }) => {
      const moves = targetings.steps(targetingId, asOf).filter(({ before, after }) => movesCustomers(before, after));
      const turns = moves.filter((turn) => Date.parse(atOf(turn)) <= to);
      const first = turns.findIndex((turn) => Date.parse(atOf(turn)) >= from);
      if (first === -1) return [];
      return turns
        .slice(Math.max(0, first - 1))
        .map((turn, index, shown) => barOf(turn, { incidentId, flagId: id, key, from: window.from, next: nextOf(shown[index + 1]) }));
    }),
  );
}

interface Bar {
  readonly incidentId: string;
  readonly flagId: string;
  readonly key: string;
  readonly from: string;
  /** When it was turned again; null while it is so. */
  readonly next: string | null;
}

function barOf(turn: Turn, { incidentId, flagId, key, from, next }: Bar): TimelineEntryRow {
  const { recorded, after } = turn;
  const at = atOf(turn);
  const killed = after.kills.length > 0;
  const began = Date.parse(at) >= Date.parse(from);
  return derivedEntry(incidentId, {
    id: entryIds.related(recorded.eventId, "flag"), lane: "flags", kind: killed ? "flagKilled" : "flagTurned",
    title: `${key} ${stateOf(turn)}`, detail: began ? detailOf(turn) : null, at: began ? at : from, endAt: next, ongoing: next === null,
    tone: toneOf(turn), keyMoment: began && turn.before !== null && killed !== turn.before.kills.length > 0,
    actor: began ? recorded.metadata.actor : null, recordedAt: recorded.metadata.recordedAt, knownFrom: recorded.metadata.recordedAt,
    recordKind: "flag", recordId: flagId, evidence: {
      eventId: recorded.eventId, environment: after.environment, "share of customers, %": partsGiven(turn) / 1_000,
    },
  });
}

/** Everyone, in parts per 100,000. */
const EVERYONE = 100_000;

/** Of how many customers it is not off by its share, parts per 100,000: nobody's while it is killed. */
function partsGiven({ after: { kills, rules, offVariant } }: Turn): number {
  if (kills.length > 0) return 0;
  return rules.defaultVariant === offVariant ? (rules.rollout?.parts ?? 0) : EVERYONE;
}

/** What a flag gives, in a few words. */
function stateOf({ after: { kills, rules, overrides, offVariant, environment } }: Turn): string {
  const where = ` in ${environment}`;
  if (kills.length > 0) return `killed${where}`;
  if (rules.defaultVariant !== offVariant) return `${rules.defaultVariant} for everyone${where}`;
  if (rules.rollout !== null && rules.rollout.parts > 0) return `at ${share(rules.rollout.parts)}${where}`;
  // Nobody has it by the share, but somebody by a rule or by name.
  if (rules.rules.length > 0 || overrides.length > 0) return `on for some${where}`;
  return `${rules.rollout === null ? "off" : `at ${share(0)}`}${where}`;
}

const toneOf = ({ before, after }: Turn): Tone => {
  if (after.kills.length > 0) return "bad";
  return before !== null && before.kills.length > 0 ? "good" : "planned";
};

function detailOf({ recorded: { event } }: Turn): string | null {
  const { data } = event;
  return "reason" in data && data.reason !== null ? data.reason : null;
}
