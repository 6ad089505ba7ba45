import { command, graphql, type ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

export const severityMatrixDocument = graphql(`
  query SeverityMatrix($asOf: AsOf) {
    severityMatrix(asOf: $asOf) {
      id version rows { effect cells { severity says } } reason writtenAt revision
      history(first: 500) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [historyFields]);
export type SeverityMatrix = NonNullable<ResultOf<typeof severityMatrixDocument>["severityMatrix"]>;
export const severityMatrixEvents = ["SeverityMatrixWritten"];

export const writeSeverityMatrix = command("writeSeverityMatrix", "severityMatrix { id }");
