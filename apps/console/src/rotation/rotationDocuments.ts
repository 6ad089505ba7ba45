import { gql } from "../api/document.ts";
import { command } from "../data/command.ts";
import { historyFields } from "../data/fields.ts";
import type { Connection, HistoryEvent } from "../data/fields.ts";

interface PersonMention {
  id: string;
  name: string;
}

/** Somebody who takes turns; not active once they have left. */
interface Member extends PersonMention {
  active: boolean;
}

/** When the shift changes, on the wall clock of the rotation's zone. `weekday` 1 is Monday. */
export interface HandOver {
  every: "day" | "week";
  weekday?: number | null;
  at: string;
}

export interface Shift {
  person: PersonMention | null;
  from: string;
  to: string;
  override: boolean;
}

export interface Override {
  id: string;
  person: PersonMention;
  from: string;
  to: string;
  reason: string;
}

export interface Rotation {
  id: string;
  name: string;
  timeZone: string;
  handOver: HandOver;
  revision: number;
  people: readonly Member[];
  /** The order as it was changed last: what another change builds on. */
  latestPeople: readonly Member[];
  onNow: PersonMention | null;
  next: PersonMention | null;
  nextHandOverAt: string | null;
  shifts: readonly Shift[];
  overrides: readonly Override[];
  services: readonly { id: string; slug: string; name: string }[];
}
const rotationFields = `
  id name timeZone handOver revision people { id name active } latestPeople { id name active } onNow { id name } next { id name } nextHandOverAt
  shifts(from: $from, to: $to) { from to override person { id name } }
  overrides { id from to reason person { id name } } services { id slug name }
`;

/** A stretch of time, ISO instants. */
export type Stretch = { from: string; to: string };

/** Every rotation with its shifts of a time. */
export const rotationsDocument = gql<{ rotations: readonly Rotation[] }, Stretch>`
  query Rotations($from: DateTime!, $to: DateTime!, $asOf: AsOf) { rotations(asOf: $asOf) { ${rotationFields} } }
`;

/** One rotation with its shifts of a time. */
export const rotationDocument = gql<{ rotation: Rotation | null }, Stretch & { id: string }>`
  query Rotation($id: ID!, $from: DateTime!, $to: DateTime!, $asOf: AsOf) { rotation(id: $id, asOf: $asOf) { ${rotationFields} } }
`;

/** Who takes the running shift of somebody who is left out. */
export interface Taker {
  personId: string;
  takerId: string;
}

export interface TakenShift {
  from: string;
  to: string;
  person: PersonMention;
  taker: PersonMention | null;
}

/** What a change of people would do now. */
export interface ChangePreview {
  onNow: PersonMention | null;
  next: PersonMention | null;
  nextHandOverAt: string | null;
  taken: readonly TakenShift[];
}

export const afterChangeDocument = gql<{ rotation: { afterChange: ChangePreview } | null }, { id: string; people: readonly string[]; takers: readonly Taker[] }>`
  query AfterChange($id: ID!, $people: [ID!]!, $takers: [ShiftTakerInput!], $asOf: AsOf) {
    rotation(id: $id, asOf: $asOf) { id afterChange(people: $people, takers: $takers) { onNow { id name } next { id name } nextHandOverAt taken { from to person { id name } taker { id name } } } }
  }
`;

/** What was recorded about a rotation: its stream of the log. */
export const rotationHistoryDocument = gql<{ events: Connection<HistoryEvent> }, { stream: string; first: number }>`
  query RotationHistory($stream: String, $first: Int, $asOf: AsOf) { events(stream: $stream, first: $first, asOf: $asOf) { totalCount edges { node { ${historyFields} } } } }
`;

type Changed = { rotation: { id: string } | null };
const rotation = "rotation { id }";

export const createRotation = command<{ name: string; timeZone: string; handOver: HandOver; people: readonly string[]; startsOn?: string }, Changed>("createRotation", rotation);
export const changeRotation = command<{ rotationId: string; timeZone: string; handOver: HandOver; people: readonly string[]; takers: readonly Taker[]; startsOn?: string; effectiveFrom?: string }, Changed>("changeRotation", rotation);
export const renameRotation = command<{ rotationId: string; name: string }, Changed>("renameRotation", rotation);
export const addOverride = command<{ rotationId: string; personId: string; from: string; to: string; reason: string }, Changed>("addOverride", rotation);
export const removeOverride = command<{ rotationId: string; overrideId: string; reason: string }, Changed>("removeOverride", rotation);

/** What is recorded when a rotation changes. */
export const rotationEvents = ["RotationCreated", "RotationChanged", "RotationRenamed", "OverrideAdded", "OverrideRemoved", "RotationAssigned", "PersonLeft"];
