import type { Finding } from "./finding.ts";
import { checkBuild, checkChromium, checkDataFolder, checkNode, checkPackages, checkTemporalProgram } from "./installation.ts";
import { checkPrometheus } from "./prometheus.ts";
import { checkRunning } from "./running.ts";

/** What `ballast doctor` takes. */
export interface DoctorFlags {
  readonly data?: string;
  readonly json?: true;
}

const marks = { ok: "✓", warn: "!", fail: "✗" } as const;

/** Looks at everything an installation needs. */
export async function examine(data?: string): Promise<readonly Finding[]> {
  const [packages, temporal, running, prometheus] = await Promise.all([
    checkPackages(), checkTemporalProgram(), checkRunning(data), checkPrometheus(),
  ]);
  const counting = prometheus === null ? [] : [prometheus];
  return [checkNode(), packages, checkBuild(), temporal, checkChromium(), checkDataFolder(data), ...running, ...counting];
}

/** One finding as a line for people, with what to do below it. */
export function lineOf(finding: Finding): string {
  const line = `${marks[finding.status]} ${finding.name.padEnd(20)}${finding.detail}`;
  return finding.fix === undefined ? line : `${line}\n  ${"".padEnd(20)}→ ${finding.fix}`;
}

/** Says what was found; exit code 1 when something keeps Ballast from working. */
export async function runDoctor(flags: DoctorFlags): Promise<void> {
  const findings = await examine(flags.data);
  const healthy = findings.every((finding) => finding.status !== "fail");
  const text = flags.json ? JSON.stringify({ healthy, findings }) : findings.map(lineOf).join("\n");
  process.stdout.write(`${text}\n`);
  if (!healthy) process.exitCode = 1;
}
