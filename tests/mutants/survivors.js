import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";

const file = `.ballast/mutants/${(process.env.BALLAST_MUTATED ?? "services/domain").split("/").at(-1)}.survivors.txt`;

const lineOf = ({ fileName, location: { start }, mutatorName, status, replacement = "" }) =>
  `${relative(process.cwd(), fileName)}:${start.line}:${start.column} ${status} ${mutatorName} ${replacement.replaceAll(/\s+/g, " ").slice(0, 150)}\n`;

/** Writes down what no spec noticed as soon as that is known: a run of an hour that is cut short has told what it found. */
const survivors = {
  onMutationTestingPlanReady: () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
  },
  onMutantTested: (mutant) => {
    if (mutant.status === "Survived" || mutant.status === "NoCoverage") appendFileSync(file, lineOf(mutant));
  },
};

/** What Stryker loads. */
export const strykerPlugins = [{ kind: "Reporter", name: "survivors", value: survivors }];
