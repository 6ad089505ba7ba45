import { expect, it } from "vitest";
import { callableFor, whomToCall } from "./whomToCall.ts";

const service = (slug: string, name: string | null) => ({ slug, responders: name === null ? null : { onNow: { name } } });

it("names who is on call for the services, then the owner, each once", () => {
  const callable = callableFor([service("checkout", "Ana Kovač"), service("billing", "Ana Kovač"), service("search", null)], "Sam Ito");
  expect(whomToCall(callable)).toBe("Meanwhile call Ana Kovač, on call for checkout, or Sam Ito, its owner.");
  expect(callableFor([service("checkout", "Sam Ito")], "Sam Ito")).toEqual([{ name: "Sam Ito", as: "on call for checkout" }]);
  expect(whomToCall([])).toBe("Meanwhile call whoever runs the application: nobody is on call for its services.");
});
