import { severityMatrixDecider } from "@ballast/domain/severityMatrix";
import { severity, type SeverityMatrixEvent } from "@ballast/schema";
import { defineMutation } from "../commands/defineMutation.ts";
import { intField, lineField, listOf, noteField, objectField } from "../commands/inputFields.ts";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { Slice } from "../slice.ts";
import { severityMatrixById, severityMatrixId, SeverityMatrixQueries, toSeverityMatrix } from "./severityMatrixType.ts";

const cellField = objectField(
  "SeverityMatrixCellInput", { severity: intField("1 is the worst, 4 the mildest.", severity), says: lineField("What it looks like.") },
  { description: "What an effect looks like at one severity." },
);
const rowField = objectField(
  "SeverityMatrixRowInput", { effect: lineField("The effect: customers who are hit."), cells: listOf(cellField, 4) },
  { description: "An effect, and what it looks like from the worst to the mildest." },
);

const writeSeverityMatrix = defineMutation({
  name: "writeSeverityMatrix",
  description: "Writes by what severities are proposed, as the next version of the matrix. It decides nothing.",
  permission: "incidentType.write",
  record: "SeverityMatrix",
  input: { rows: listOf(rowField, 10), reason: noteField("Why it is written so.") },
  touches: () => null,
  async act(run, { rows, reason }) {
    await run.handle({
      aggregate: severityMatrixDecider, id: severityMatrixId, guarded: true,
      command: { type: "WriteSeverityMatrix", now: run.now, severityMatrixId, rows, reason },
    });
    return { id: severityMatrixId };
  },
});

const sentences: Sentences<SeverityMatrixEvent> = {
  SeverityMatrixWritten: ({ version, reason }, { by }) => `${by} wrote version ${String(version)} of the severity matrix${because(reason)}`,
};

const telling: Telling<SeverityMatrixEvent> = { SeverityMatrixWritten: "followers" };

/** By what severities are proposed. */
export const severityMatrixSlice = {
  records: {
    SeverityMatrix: {
      category: "severityMatrix",
      find: severityMatrixById,
      of: toSeverityMatrix,
      name: () => "the severity matrix",
      view: "severity-matrix",
      history: "Its versions, newest first.",
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [SeverityMatrixQueries],
  mutations: [writeSeverityMatrix],
  sentences,
  telling,
} satisfies Slice;
