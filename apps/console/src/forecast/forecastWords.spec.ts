import { expect, it } from "vitest";
import { scoreSentence } from "./forecastWords.ts";

it("forecasts say how many of them were scored, and when the next are, however good they were", () => {
  expect(scoreSentence({ kept: 1, due: 0, nextDueAt: "2027-01-01T05:00:00Z" })).toBe(
    "1 forecast kept, none is due yet; the next are due on 2027-01-01",
  );
  expect(scoreSentence({ kept: 400, due: 365, nextDueAt: null })).toBe("400 forecasts kept, 365 scored");
});
