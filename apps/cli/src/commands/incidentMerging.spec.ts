import { Command } from "commander";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { commandsFor } from "./index.ts";

const preview = {
  refusal: null, remedy: null, seen: "one.two",
  effects: [{ sentence: "INC-13 ends.", warns: false }, { sentence: "2 tasks stay open with it.", warns: true }],
};
let answered: object = preview;
let sent: Record<string, unknown>[] = [];
let said = "";

beforeEach(() => {
  [answered, sent, said] = [preview, [], ""];
  vi.stubEnv("BALLAST_URL", "http://ballast.example.org");
  vi.stubEnv("BALLAST_TOKEN", "token");
  const told = (text: unknown): boolean => { said += String(text); return true; };
  vi.spyOn(process.stdout, "write").mockImplementation(told);
  vi.spyOn(process.stderr, "write").mockImplementation(told);
  vi.stubGlobal("fetch", (_: unknown, { body }: { readonly body: string }) => {
    const { query, variables } = JSON.parse(body) as {
      readonly query: string; readonly variables: { readonly id?: string; readonly input?: Record<string, unknown> };
    };
    if (query.includes("mergePreview(")) return Promise.resolve(Response.json({ data: { mergePreview: answered } }));
    const { id = "" } = variables;
    if (!query.trimStart().startsWith("mutation"))
      return Promise.resolve(Response.json({ data: { incident: { id: `id of ${id}`, reference: `INC-${id}` } } }));
    sent.push(variables.input ?? {});
    return Promise.resolve(Response.json({ data: { mergeIncident: { behind: false, incident: { reference: "INC-13" } } } }));
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function typed(...words: readonly string[]): Promise<void> {
  const program = new Command("ballast").exitOverride();
  for (const { register } of await commandsFor([])) register(program);
  await program.parseAsync(["node", "ballast", "incident", "merge", ...words]);
}

it("what merging would do is said a line each, and nothing is done", async () => {
  await typed("13", "12", "--preview");
  expect(said).toContain("· INC-13 ends.\n▲ 2 tasks stay open with it.");
  expect(sent).toEqual([]);
});

it("what is done is just what was said", async () => {
  await typed("13", "12", "--yes", "--reason", "the same queue");
  expect(said).toContain("▲ 2 tasks stay open with it.");
  expect(sent).toMatchObject([{ incidentId: "id of 13", intoIncidentId: "id of 12", reason: "the same queue", seen: "one.two" }]);
});

it("what would be refused is refused before anything is asked", async () => {
  answered = { refusal: "INC-12 cannot take another incident", remedy: "Name another one.", seen: "", effects: [] };
  await typed("13", "12", "--yes");
  expect(said).toContain("INC-12 cannot take another incident\nName another one.");
  expect(sent).toEqual([]);
});
