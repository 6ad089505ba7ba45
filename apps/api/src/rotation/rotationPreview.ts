import {
  nextHandOver, onCallAt, rotationDecider, takenShifts, type PeopleChange, type RotationSchedule, versionsOf,
} from "@ballast/domain";
import { momentOf } from "../graphql/scope.ts";
import { aheadOf } from "../leaving/leftShifts.ts";
import { namedRecord } from "../graphql/records.ts";
import { scheduleOf, type Rotation, type RotationPreview } from "./rotationType.ts";

/**
 * What a change of people would do now, decided by the same rule as the change itself.
 * @throws Rejection as the change would
 */
export function previewOf(rotation: Rotation, change: PeopleChange & { readonly layerId: string }): RotationPreview {
  const { scope, row } = rotation;
  const now = momentOf(scope).toISOString();
  const before = scheduleOf(rotation);
  const state = {
    ...row, status: "created", rotationId: row.id, removed: new Set<string>(), imported: null,
  } as const;
  const changed = rotationDecider
    .decide({ type: "ChangePeople", now, rotationId: row.id, ...change }, state)
    .reduce(rotationDecider.evolve, state);
  const after: RotationSchedule = changed.status === "created" ? { ...changed, left: before.left } : before;
  const named = [
    ...versionsOf(row.layers, change.layerId).flatMap(({ people }) => people), ...row.overrides.map(({ personId }) => personId),
  ];
  const gone = [...new Set(named)].filter((id) => !change.people.includes(id));
  const handOver = nextHandOver(after, now);
  const said = (id: string | null) => (id === null ? null : namedRecord(scope, "Person", id));
  return {
    onNow: said(onCallAt(after, now)),
    next: said(handOver?.toPersonId ?? null),
    nextHandOverAt: handOver?.at ?? null,
    taken: takenShifts(before, after, { ...aheadOf(now), people: gone }).map(({ from, to, personId, takerId }) => ({
      from, to, person: namedRecord(scope, "Person", personId), taker: said(takerId),
    })),
  };
}
