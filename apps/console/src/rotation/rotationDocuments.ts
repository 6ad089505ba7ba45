import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const rotationFields = graphql(`
  fragment RotationFields on Rotation {
  id name timeZone handOver revision people { id name active } latestPeople { id name active } onNow { id name } next { id name } nextHandOverAt
  shifts(from: $from, to: $to) { from to override person { id name } }
  overrides { id from to reason person { id name } insteadOf { id name } } services { id slug name }
  }
`);
export type Rotation = ResultOf<typeof rotationFields>;
export type Shift = Rotation["shifts"][number];
export type Override = Rotation["overrides"][number];

/** A stretch of time, ISO instants. */
export type Stretch = { from: string; to: string };

/** Every rotation with its shifts of a time. */
export const rotationsDocument = graphql(`
  query Rotations($from: DateTime!, $to: DateTime!, $asOf: AsOf) { rotations(asOf: $asOf) { ...RotationFields } }
`, [rotationFields]);

/** One rotation with its shifts of a time. */
export const rotationDocument = graphql(`
  query Rotation($id: ID!, $from: DateTime!, $to: DateTime!, $asOf: AsOf) { rotation(id: $id, asOf: $asOf) { ...RotationFields } }
`, [rotationFields]);

/** Who takes the running shift of somebody who is left out. */
export interface Taker {
  personId: string;
  takerId: string;
}

export const afterChangeDocument = graphql(`
  query AfterChange($id: ID!, $people: [ID!]!, $takers: [ShiftTakerInput!], $asOf: AsOf) {
    rotation(id: $id, asOf: $asOf) {
      id afterChange(people: $people, takers: $takers) {
        onNow { id name } next { id name } nextHandOverAt taken { from to person { id name } taker { id name } }
      }
    }
  }
`);
/** What a change of people would do now. */
export type ChangePreview = NonNullable<ResultOf<typeof afterChangeDocument>["rotation"]>["afterChange"];
export type TakenShift = ChangePreview["taken"][number];

/** What was recorded about a rotation: its stream of the log. */
export const rotationHistoryDocument = graphql(`
  query RotationHistory($stream: String, $first: Int, $asOf: AsOf) {
    events(stream: $stream, first: $first, asOf: $asOf) { totalCount edges { node { ...HistoryFields } } }
  }
`, [historyFields]);

const rotation = "rotation { id }";

export const createRotation = command("createRotation", rotation);
/** When the shift changes, on the wall clock of the rotation's zone. `weekday` 1 is Monday. */
export type HandOver = VariablesOf<typeof createRotation.document>["input"]["handOver"];
export const changeRotation = command("changeRotation", rotation);
export const renameRotation = command("renameRotation", rotation);
export const addOverride = command("addOverride", rotation);
export const removeOverride = command("removeOverride", rotation);

/** What is recorded when a rotation changes. */
export const rotationEvents = [
  "RotationCreated", "RotationChanged", "RotationRenamed", "OverrideAdded", "OverrideRemoved", "RotationAssigned", "PersonLeft",
  "LayerAdded", "FallbackSet", "RotationOwnerSet", "FindingKept", "SwapAsked", "SwapWithdrawn", "SwapTaken", "PagerTakenOver",
  "RotationImported", "EmptyShiftAlertSet",
];
