import type { DataOf, TrainingEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** When somebody took it. */
export type TakenTraining = Omit<DataOf<"TrainingTaken">, "trainingId">;

/** A training, and who took it when. */
export interface DefinedTraining extends DataOf<"TrainingDefined"> {
  readonly status: "defined" | "retired";
  /** The newest of each person. */
  readonly taken: readonly TakenTraining[];
}

export type Training = { readonly status: "absent" } | DefinedTraining;

export type TrainingCommand =
  | ({ readonly type: "DefineTraining"; readonly now: string } & DataOf<"TrainingDefined">)
  | ({ readonly type: "RecordTraining"; readonly now: string } & DataOf<"TrainingTaken">)
  | ({ readonly type: "StrikeTraining"; readonly now: string } & DataOf<"TrainingStruck">)
  | ({ readonly type: "RetireTraining"; readonly now: string } & DataOf<"TrainingRetired">);

function evolve(training: Training, event: TrainingEvent): Training {
  if (event.type === "TrainingDefined")
    return { status: "defined", ...event.data, taken: training.status === "absent" ? [] : training.taken };
  if (training.status === "absent") return training;
  const others = (id: string): readonly TakenTraining[] => training.taken.filter(({ personId }) => personId !== id);
  switch (event.type) {
    case "TrainingTaken": {
      const { trainingId: _, ...taken } = event.data;
      return { ...training, taken: [...others(taken.personId), taken] };
    }
    case "TrainingStruck":
      return { ...training, taken: others(event.data.personId) };
    case "TrainingRetired":
      return { ...training, status: "retired" };
  }
}

function known(training: Training, trainingId: string): DefinedTraining {
  if (training.status === "absent") throw new Rejection("NOT_FOUND", `there is no training ${trainingId}`, ["training"]);
  return training;
}

function define(
  { type, now, ...data }: Extract<TrainingCommand, { type: "DefineTraining" }>, training: Training,
): readonly TrainingEvent[] {
  if (training.status === "defined") {
    const { status: _, taken: __, ...said } = training;
    if (sameContent(said, data)) return [];
  }
  return [{ type: "TrainingDefined", data }];
}

/** What was taken earlier than what is known says nothing new. */
function take({ type, now, ...data }: Extract<TrainingCommand, { type: "RecordTraining" }>, training: Training): readonly TrainingEvent[] {
  const { taken } = known(training, data.trainingId);
  if (data.on > new Date(now).toISOString().slice(0, 10)) throw new Rejection("INVALID_INPUT", `${data.on} has not come yet`, ["on"]);
  return taken.some(({ personId, on }) => personId === data.personId && on >= data.on) ? [] : [{ type: "TrainingTaken", data }];
}

function decide(command: TrainingCommand, training: Training): readonly TrainingEvent[] {
  switch (command.type) {
    case "DefineTraining":
      return define(command, training);
    case "RecordTraining":
      return take(command, training);
    case "StrikeTraining": {
      const { type, now, ...data } = command;
      const there = known(training, data.trainingId).taken.some(({ personId }) => personId === data.personId);
      return there ? [{ type: "TrainingStruck", data }] : [];
    }
    case "RetireTraining": {
      const { type, now, ...data } = command;
      return known(training, data.trainingId).status === "retired" ? [] : [{ type: "TrainingRetired", data }];
    }
  }
}

/** What people are trained in. Its id is from its name. */
export const trainingDecider = aggregate("training", {
  initialState: { status: "absent" } as Training, evolve, decide, keyOf: (name: string) => [name.trim().toLowerCase()],
});
