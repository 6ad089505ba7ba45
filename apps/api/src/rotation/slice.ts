import type { Slice } from "../slice.ts";
import { rotationSentences, rotationTelling } from "./rotationEvents.ts";
import { rotationMutations } from "./rotationMutations.ts";
import { AlertScheduleResolver, EmptyShiftResolver, setEmptyShiftAlert } from "./emptyShiftAlert.ts";
import { CarryingResolver } from "./carrying.ts";
import { AnsweredPageResolver, measuringReach, ReachabilityResolver } from "./reachability.ts";
import { shiftDays } from "./shiftDays.ts";
import { swapMutations } from "./swapMutations.ts";
import { PersonOnCallResolver, RotationResolver } from "./rotationResolver.ts";
import { LayerResolver, ScheduleResolver } from "./scheduleResolver.ts";
import { rotationById, toRotation, type Rotation } from "./rotationType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Rotation: Rotation;
  }
}

/** Who is on call, in turns. */
export const rotationSlice = {
  records: {
    Rotation: {
      category: "rotation",
      find: rotationById,
      of: toRotation,
      all: (scope) => scope.context.readModel.rotations.all(scope.asOf).map((row) => toRotation(row, scope)),
      name: (scope, id) => rotationById(scope, id)?.name ?? "a rotation",
      view: "on-call",
      history: { none: "its layers are its history" },
      search: {},
      servicesOf: null,
    },
  },
  calendar: shiftDays,
  duties: [measuringReach],
  resolvers: [
    RotationResolver, PersonOnCallResolver, ScheduleResolver, LayerResolver, CarryingResolver, ReachabilityResolver, AnsweredPageResolver,
    EmptyShiftResolver, AlertScheduleResolver,
  ],
  mutations: [...rotationMutations, ...swapMutations, setEmptyShiftAlert],
  sentences: rotationSentences,
  telling: rotationTelling,
} satisfies Slice;
