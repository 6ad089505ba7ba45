import { severityMatrixDecider } from "@ballast/domain/severityMatrix";
import { idOf } from "@ballast/eventlog";
import { expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

it("the severity matrix is what was written last, and of a moment before what stood then", () => {
  const history = recordedHistory();
  const severityMatrixId = idOf(severityMatrixDecider);
  const write = (version: number, says: string) => history.add(["severityMatrix", severityMatrixId], {
    type: "SeverityMatrixWritten",
    data: { severityMatrixId, version, rows: [{ effect: "Data", cells: [{ severity: 1, says }] }], reason: "" },
  });
  write(1, "it is lost");
  const before = history.events.at(-1)?.position ?? "";
  write(2, "it is gone for good");
  const { severityMatrices, search } = folded(history.events);
  expect(severityMatrices.get(severityMatrixId)).toMatchObject({ version: 2, rows: [{ cells: [{ says: "it is gone for good" }] }] });
  expect(severityMatrices.get(severityMatrixId, { position: before })).toMatchObject({ version: 1 });
  expect(search.find({ text: "gone", viewer: "all" })).toMatchObject([{ kind: "severityMatrix", id: severityMatrixId }]);
});
