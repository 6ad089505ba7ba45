import type { ImportEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count } from "../words.ts";

interface Tally {
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skippedCount: number;
}

const tallied = ({ imported, updated, unchanged, skippedCount }: Tally): string =>
  `${count(imported, "record")} imported, ${updated} updated, ${unchanged} unchanged, ${skippedCount} skipped`;

/** How the events of imports read. */
export const importSentences: Sentences<ImportEvent> = {
  ImportStarted: ({ kind, sourceName, serviceId }, { by, service }) =>
    `${by} began to import ${kind} from ${sourceName}${serviceId === null ? "" : ` for ${service(serviceId)}`}`,
  ImportProgressed: (tally) => `An import goes on: ${tallied(tally)}`,
  ImportFinished: (tally) => `An import ended: ${tallied(tally)}`,
  ImportCancelled: ({ reason }, { by }) => `${by} cancelled an import${because(reason)}`,
};

/** Whom they concern. */
export const importTelling: Telling<ImportEvent> = {
  ImportStarted: "followers",
  ImportProgressed: { silent: "the import says how far it has come" },
  ImportFinished: "everybody",
  ImportCancelled: "followers",
};
