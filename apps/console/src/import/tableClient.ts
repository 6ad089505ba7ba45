import type { TableClient } from "@ballast/schema/tables";
import { own } from "@ballast/schema/own";
import { ApiError, clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { freshKey } from "../data/command.ts";

/** Of these, nothing behind a row would come through either. */
const ofAllRows = /^(?:NOT_SIGNED_IN|OFFLINE|TIMEOUT|HTTP_\d+|BAD_ANSWER|INTERNAL)$/u;

/** The console, as imports of tables speak to it. */
export const tableClient = (signal: AbortSignal): TableClient => ({
  query: (document, variables) => call(document, variables, { signal }),
  // A command is never cut off: what was sent is carried out, and its row counts.
  mutate: async ({ name, document }, input) => {
    const payload = own(await call(document, { input: { idempotencyKey: freshKey(), ...input } }), name);
    if (payload === undefined) throw clientError("BAD_ANSWER", `Ballast did not say what became of ${name}.`, "Import the file again.");
    return payload;
  },
  refusalOf: (error) =>
    error instanceof ApiError && !ofAllRows.test(error.code)
      ? { column: null, reason: error.message, remedy: error.fix ?? undefined } : null,
});
