import "reflect-metadata";
import { changeKinds, type ChangeKind as Kind } from "@ballast/readmodel/change";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { ActorType } from "../events/actorType.ts";
import { LogEvent } from "../events/logEventType.ts";
import { connectionType } from "../graphql/connection.ts";
import { enumType } from "../graphql/enums.ts";
import { RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";

export const ChangeKind = enumType<Kind>(
  "ChangeKind",
  { options: changeKinds },
  "What kind of change it was: a deploy or rollback, a release, a flag that was turned, a hold (of a deploy, a lane or a ramp, and its end), or what is planned for a moment.",
);

/** How a change is taken back. */
export const undoKinds = [
  "rollback", "abortDeploy", "revertFlag", "releaseKill", "releaseHold", "resumeDeploy", "resumeRamp", "declineRequest", "stopRamp",
] as const;
export type UndoKind = (typeof undoKinds)[number];
const ChangeUndoKind = enumType<UndoKind>(
  "ChangeUndoKind",
  { options: undoKinds },
  "What takes a change back: roll the service back, abort a deploy that moves, revert a flag, release its kill, release the hold of a lane, resume a deploy or a ramp, decline what was asked for, stop a ramp.",
);

@ObjectType({ description: "How a change can be taken back now.", simpleResolvers: true })
export class ChangeUndo {
  @Field(() => ChangeUndoKind, { description: "What takes it back." }) kind!: UndoKind;
  @Field(() => String, { description: "What that is, in a sentence." }) sentence!: string;
  @Field(() => Int, { nullable: true, description: "Of a revert: the revision of the flag's record to go back to." })
  revision!: number | null;
  @Field(() => ID, { nullable: true, description: "Of a kill: its id; of a request: its id; of a ramp: its id. Null for the others." })
  subject!: string | null;
}

@ObjectType({ description: "Something that changed for a service, or is to change.", simpleResolvers: true })
export class ServiceChange {
  @Field(() => ID, { description: "Its id: the event's, or for what is planned one of its own." }) id!: string;
  @Field(() => ChangeKind, { description: "What kind of change it was." }) kind!: Kind;
  @Field(() => DateTime, { description: "When it happened, or is to." }) at!: string;
  @Field(() => Boolean, { description: "Whether it is still to come." }) planned!: boolean;
  @Field(() => String, { description: "What changed, in a sentence." }) sentence!: string;
  @Field(() => ActorType, {
    nullable: true, description: "Who did it, and by which door; null for what is planned: its sentence says who asked.",
  })
  actor!: ActorType | null;
  @Field(() => String, { nullable: true, description: "In which environment; null for what belongs to none: releases, a flag as such." })
  environment!: string | null;
  @Field(() => RecordNode, {
    nullable: true, description: "The record: the deploy, the release, the flag or the lane; null where it is not there at this moment.",
  })
  record!: RecordNode | null;
  @Field(() => ChangeUndo, {
    nullable: true,
    description: "How it can be taken back; null where it cannot, was already, or something came after it. Null when looking back.",
  })
  undo!: ChangeUndo | null;
  @Field(() => LogEvent, { nullable: true, description: "The event of the log; null for what is planned." }) event!: LogEvent | null;
}

export const ServiceChangeConnection = connectionType("ServiceChange", () => ServiceChange);
