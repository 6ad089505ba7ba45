import type { Aggregate } from "@ballast/domain";
import type { BallastEvent, DataOf, Source } from "@ballast/schema";

/** One append that a record asks for. */
export interface RecordStep<State, Command, Event extends BallastEvent> {
  readonly aggregate: Aggregate<State, Command, Event>;
  readonly id: string;
  readonly command: Command;
  readonly occurredAt: (event: Event) => string;
  readonly source: (event: Event) => Source;
}

/** A record in commands. `steps` passes each to whoever carries it out, so that their types stay together. */
export interface RecordCommands {
  /** Names the record: lines with the same key are carried out in their order. */
  readonly key: string;
  readonly steps: <Result>(
    act: <State, Command, Event extends BallastEvent>(step: RecordStep<State, Command, Event>) => Promise<Result>,
  ) => Promise<Result[]>;
}

/** The run that brings records. */
export type Start = DataOf<"ImportStarted">;
/** For which run a record is read, when, and what is known by the names that records give. */
export interface Reading {
  readonly start: Start;
  readonly now: string;
  readonly named: NamedRecords;
}

/** Records by what other systems call them; null where they are not known. */
export interface NamedRecords {
  /** The id of the incident that its source calls so. */
  readonly incident: (called: string) => string | null;
  /** The id of a person who is here, by login, name or mail address. */
  readonly person: (called: string) => string | null;
  /** Whether a schedule is here. */
  readonly isRotation: (rotationId: string) => Promise<boolean>;
  /** Which schedule, or policy of escalation, has that name; null: none. */
  readonly called: (kind: "rotation" | "escalation", name: string) => string | null;
}
