import { foldRecord } from "@ballast/eventlog";
import { importRunDecider } from "@ballast/domain";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, noteField } from "../commands/inputFields.ts";

export const importMutations: readonly Mutation[] = [
  defineMutation({
    name: "cancelImport",
    description: "Ends an import before its end. What it brought stays; importing again goes on from there.",
    permission: "import.run",
    record: "Import",
    input: { importId: idField("Import", "The import."), reason: noteField("Why.") },
    async touches({ importId }, { log }) {
      const run = await foldRecord(log, importRunDecider, importId);
      if (run.status === "absent") return [];
      return run.start.serviceId === null ? null : [run.start.serviceId];
    },
    async act(run, { importId, reason }) {
      await run.handle({
        aggregate: importRunDecider, id: importId, guarded: true, command: { type: "CancelImport", now: run.now, importId, reason },
      });
      return { id: importId };
    },
  }),
];
