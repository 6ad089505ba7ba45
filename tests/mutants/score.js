import { readFileSync } from "node:fs";

/** Wilson's interval of a proportion, 95 %. */
function interval(noticed, tried) {
  const z = 1.959964;
  const share = noticed / tried;
  const centre = (share + z ** 2 / (2 * tried)) / (1 + z ** 2 / tried);
  const half = (z * Math.sqrt((share * (1 - share)) / tried + z ** 2 / (4 * tried ** 2))) / (1 + z ** 2 / tried);
  return [centre - half, centre + half];
}

const inPercent = (share) => `${(100 * share).toFixed(1)} %`;

/** What a report of Stryker's says in a line: how many of the mutants were tried, and how many of those a spec noticed. */
export function scoreOf(path) {
  const statuses = Object.values(JSON.parse(readFileSync(path, "utf8")).files).flatMap(({ mutants }) =>
    mutants.map(({ status }) => status),
  );
  const count = (...wanted) => statuses.filter((status) => wanted.includes(status)).length;
  const noticed = count("Killed", "Timeout");
  const tried = noticed + count("Survived", "NoCoverage");
  const left = count("CompileError");
  const all = `${noticed} of ${tried} mutants noticed: ${inPercent(noticed / tried)}`;
  return left === 0 ? all : `${all} of a sample of ${tried + left}; 95 % interval ${interval(noticed, tried).map(inPercent).join(" to ")}`;
}
