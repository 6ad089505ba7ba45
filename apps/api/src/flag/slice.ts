import { managedFlagField } from "../commands/named.ts";
import { nameOf } from "../graphql/records.ts";
import type { Slice } from "../slice.ts";
import { flagServices } from "./flagServices.ts";
import { flagSentences, flagTelling } from "./flagEvents.ts";
import { flagMutations } from "./flagMutations.ts";
import { FlagChangeResolver, FlagResolver } from "./flagResolver.ts";
import { flagById, toFlag, type Flag } from "./flagType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Flag: Flag;
  }
}

/** Flags: those that Ballast manages, and those that other systems hold. */
export const flagSlice = {
  records: {
    Flag: {
      category: "flag",
      find: flagById,
      called(given) {
        const read = managedFlagField().schema.safeParse(given);
        return read.success ? read.data.flagId : null;
      },
      of: toFlag,
      name(scope, id) {
        const flag = flagById(scope, id);
        if (flag === null) return "a flag";
        return flag.row.status === "managed" ? flag.name : `${flag.name} of ${nameOf(scope, "Service", flag.row.serviceId)}`;
      },
      view: "flags",
      history: "What was recorded of it, newest first.",
      search: { state: (scope, id) => (flagById(scope, id)?.present === false ? "removed" : null) },
      servicesOf: flagServices,
    },
  },
  resolvers: [FlagResolver, FlagChangeResolver],
  mutations: flagMutations,
  sentences: flagSentences,
  telling: flagTelling,
} satisfies Slice;
