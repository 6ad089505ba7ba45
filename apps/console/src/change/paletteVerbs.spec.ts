import { expect, it } from "vitest";
import { readVerbs } from "../shell/verbs.ts";
import { changeVerbs } from "./paletteVerbs.ts";

it.each(["changes of checkout", "what changed checkout", "show changes for checkout"])("%s asks for the changes of checkout", (query) => {
  expect(readVerbs(query, changeVerbs).map(({ verb, rest }) => [verb.name, rest])).toEqual([["changes", ["checkout"]]]);
});
