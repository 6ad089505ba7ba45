import { importRunDecider } from "@ballast/domain";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { foldRecord } from "../commands/foldRecord.ts";
import { idField, noteField } from "../commands/inputFields.ts";

export const importMutations: readonly Mutation[] = [
  defineMutation({
    name: "cancelImport",
    description: "Ends an import before its end. What it brought stays; importing again goes on from there.",
    permission: "import.run",
    record: "Import",
    input: { importId: idField("Import", "The import."), reason: noteField("Why.") },
    async touches({ importId }, { log }) {
      const run = await foldRecord(log, { category: "import", id: importId, decider: importRunDecider });
      return run.status === "absent" ? [] : [run.start.serviceId];
    },
    async act(run, { importId, reason }) {
      await run.handle({ category: "import", id: importId, decider: importRunDecider, guarded: true, command: { type: "CancelImport", now: run.now, importId, reason } });
      return { id: importId };
    },
  }),
];
