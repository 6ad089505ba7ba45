import { firstService } from "../commands/firstService.ts";
import type { Slice } from "../slice.ts";
import { mergingAlerts } from "./merging.ts";
import { alertSentences, alertTelling } from "./alertEvents.ts";
import { AlertResolver } from "./alertResolver.ts";
import { alertById, toAlert, type Alert } from "./alertType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Alert: Alert;
  }
}

/** What other systems noticed. */
export const alertSlice = {
  records: {
    Alert: {
      category: "alert",
      find: alertById,
      of: toAlert,
      name: (scope, id) => alertById(scope, id)?.name ?? "an alert",
      view: "alerts",
      history: { none: "its episodes are its history" },
      search: {},
      servicesOf: firstService("alert"),
    },
  },
  resolvers: [AlertResolver],
  merging: mergingAlerts,
  sentences: alertSentences,
  telling: alertTelling,
} satisfies Slice;
