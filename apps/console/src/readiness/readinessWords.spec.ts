import { expect, it } from "vitest";
import { toCsv } from "../lists/csv.ts";
import type { CheckScore, ServiceScore } from "./readinessDocuments.ts";
import { columnNote, csvColumns, footWords, missingWords, monthName, monthWords } from "./readinessWords.ts";

it("says what stands under a scorecard, a column and a month", () => {
  const card = { services: { length: 2 }, met: 34, exempt: 2, lacking: 6 };
  expect(footWords(card)).toBe("2 services, 42 checks: 34 met, 2 exempt, 6 open");
  expect(columnNote({ fact: "rollbackTried", days: 90 })).toBe("in 90 d");
  expect(columnNote({ fact: "ownerSet", days: null })).toBe("from the log");
  expect(monthName("2026-11")).toBe("Nov");
  expect(monthWords({ month: "2026-11", version: 1, ready: 1, services: [{ name: "a", state: "ready" }, { name: "b", state: "nearly" }] }))
    .toBe("2026-11: 1 of 2 ready");
  expect(monthWords({ month: "2026-01", version: null, ready: 0, services: [] })).toBe("2026-01: there were no checks");
  expect(missingWords(["a", "b", "c", "d"].map((name) => ({ name })), 9)).toBe("a, b, c and 6 more");
  expect(missingWords([{ name: "a" }], 1)).toBe("a");
});

it("exports a line for each service and check, and no formula", () => {
  const mail = { id: "s", slug: "mail", name: "mail" };
  const exemption: CheckScore["exemption"] = {
    exemptionId: "x", checkId: "rollback", checkName: "=Rollback", state: "granted", holds: true, until: "2026-11-30", daysLeft: 6,
    reason: "it moves", word: "", service: mail, askedBy: null, decidedBy: { name: "Mira" },
  };
  const cell: CheckScore = {
    key: "s/rollback", state: "exempt", fact: "Exempt to 30 Nov", lacks: "", until: "2026-11-30", ownerAskedOn: null, exemption,
    asked: null,
    check: { checkId: "rollback", name: "=Rollback", asks: "", fact: "rollbackTried", days: 90, rests: "" },
    evidence: [{ says: "one", kind: "deploy", url: null }, { says: "two", kind: "deploy", url: null }],
  };
  const service: ServiceScore = { key: "s", tier: 2, state: "ready", met: 1, service: mail, owner: null, record: null, checks: [cell] };
  expect(toCsv(csvColumns, [[service, cell]]).split("\r\n")[1]).toBe(
    "mail,2,,ready,rollback,'=Rollback,exempt,Exempt to 30 Nov,2026-11-30,2026-11-30,it moves,Mira,one; two",
  );
});
