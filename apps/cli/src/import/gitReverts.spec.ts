import { describe, expect, it } from "vitest";
import { revertsIn } from "./gitReverts.ts";

const [one, two, three] = ["a".repeat(40), "b".repeat(40), "c0ffee12"];

describe("what a commit's message says it takes back", () => {
  it.each([
    ["git's own words", `Revert "Cache"\n\nThis reverts commit ${one}.`, [one], []],
    ["git's own words twice", `This reverts commit ${one}.\nThis reverts commit ${two}.`, [one, two], []],
    ["several in one sentence", `This reverts commits ${one} and ${two}.`, [], [one, two]],
    ["a list", `This reverts commits ${one}, ${two}, and ${three}.`, [], [one, two, three]],
    ["one, and more", `This reverts commit ${one}, commit ${two} & ${three.toUpperCase()}`, [one], [two, three]],
    ["a pull request, as GitHub writes it", "Reverts shop/web#12", [], ["shop/web#12"]],
    ["a pull request of one's own", "Back again.\n\n  This reverts pull request #7.\nreverts PR #8", [], ["#7", "#8"]],
    ["the same twice", "Reverts #7\nReverts #7", [], ["#7"]],
    ["a pull request beside the commit", `Reverts shop/web#12\n\nThis reverts commit ${one}.`, [one], ["shop/web#12"]],
  ])("%s", (_, message, reverts, alsoReverts) => expect(revertsIn(message)).toEqual({ reverts, alsoReverts }));

  it.each(["", "It never reverts #12 by itself", "This reverts commitments", "Fixes #12", `See ${one}`, "Reverts the change of #12"])(
    "nothing: %j",
    (message) => expect(revertsIn(message)).toEqual({ reverts: [], alsoReverts: [] }),
  );

  it("is found in linear time whatever the message holds", () => {
    const message = `This reverts commits ${Array.from({ length: 20_000 }, () => one).join(" and ")} x`;
    expect(revertsIn(message).alsoReverts).toEqual([one]);
    expect(revertsIn(`${"Reverts ".repeat(50_000)}#12`).alsoReverts).toEqual([]);
  });
});
