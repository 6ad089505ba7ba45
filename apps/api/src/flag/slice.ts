import { firstService } from "../commands/firstService.ts";
import { nameOf } from "../graphql/records.ts";
import type { Slice } from "../slice.ts";
import { flagSentences, flagTelling } from "./flagEvents.ts";
import { FlagChangeResolver, FlagResolver } from "./flagResolver.ts";
import { flagById, toFlag, type Flag } from "./flagType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Flag: Flag;
  }
}

/** Switches of services: for now those that other systems hold. */
export const flagSlice = {
  records: {
    Flag: {
      category: "flag",
      find: flagById,
      of: toFlag,
      name(scope, id) {
        const flag = flagById(scope, id);
        return flag === null ? "a flag" : `${flag.name} of ${nameOf(scope, "Service", flag.row.serviceId)}`;
      },
      view: "flags",
      history: "What was recorded of it, newest first.",
      search: { state: (scope, id) => (flagById(scope, id)?.present === false ? "removed" : null) },
      servicesOf: firstService("flag"),
    },
  },
  resolvers: [FlagResolver, FlagChangeResolver],
  sentences: flagSentences,
  telling: flagTelling,
} satisfies Slice;
