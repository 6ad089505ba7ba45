import { createHash } from "node:crypto";

const share = Number(process.env.BALLAST_MUTANTS_SHARE ?? 1);
const seed = process.env.BALLAST_MUTANTS_SEED ?? "1";

/** Whether a mutant is in the sample: by what it is, so that every run with one seed tries the same ones. */
function isSampled({ fileName, location: { start, end }, mutatorName, replacement }) {
  const path = fileName.slice(fileName.lastIndexOf("/src/"));
  const told = JSON.stringify([seed, path, start.line, start.column, end.line, end.column, mutatorName, replacement]);
  return createHash("sha256").update(told).digest().readUInt32BE() / 2 ** 32 < share;
}

/** Stryker asks a checker whether a mutant is worth trying; this one says so of a share of them, each as likely as the others. */
const sample = {
  init: async () => undefined,
  check: async (mutants) =>
    Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id, isSampled(mutant) ? { status: "passed" } : { status: "compileError", reason: "Not in the sample." },
      ]),
    ),
  group: (mutants) => [mutants.map(({ id }) => id)],
};

/** What Stryker loads. */
export const strykerPlugins = [{ kind: "Checker", name: "sample", value: sample }];
