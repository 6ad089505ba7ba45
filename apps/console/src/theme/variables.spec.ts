import { expect, it } from "vitest";
import { theme } from "./theme.ts";
import { variables } from "./variables.ts";

const valuesIn = (rule: string | undefined): ReadonlyMap<string, string> =>
  new Map((rule ?? "").slice((rule ?? "").indexOf("{") + 1, -1).split(";").flatMap((said) => {
    const [name = "", ...value] = said.split(":");
    return name === "" ? [] : [[name, value.join(":")] as const];
  }));

it("writes every variable down that MUI would have each page make, in both schemes", () => {
  const rules = variables().split("\n");
  const of = (scheme: string): ReadonlyMap<string, string> => valuesIn(rules.find((rule) => rule.includes(`[data-theme=${scheme}]{`)));
  const [dark, light] = [of("dark"), of("light")];
  expect(dark.get("color-scheme")).toBe("dark");
  expect(light.get("color-scheme")).toBe("light");
  const made = theme.generateStyleSheets().flatMap((sheet) => Object.entries<Readonly<Record<string, unknown>>>(sheet));
  expect(rules.map((rule) => rule.split("{")[0])).toEqual(made.map(([selector]) => selector));
  for (const [place, [, styles]] of made.entries()) {
    const own = Object.entries(styles).filter(([name]) => name.startsWith("--"));
    const said = valuesIn(rules[place]);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(([name, value]) => said.get(name) !== String(value))).toEqual([]);
  }
});
