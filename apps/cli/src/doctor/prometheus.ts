import { shownAddress } from "../print/address.ts";
import { ok, type Finding } from "./finding.ts";

const patienceMs = 3_000;
const name = "Reach Prometheus";

/** Whether the Prometheus that counts requests of objectives answers a question; null where none is configured. */
export async function checkPrometheus(address = process.env["BALLAST_PROMETHEUS"]): Promise<Finding | null> {
  if (address === undefined || address === "") return null;
  const fix = "Objectives by requests are not counted until it answers: is BALLAST_PROMETHEUS its base address, as http://prometheus:9090?";
  try {
    const url = new URL(`${address.replace(/\/$/, "")}/api/v1/query?query=1`);
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs), redirect: "error" });
    const answer: unknown = response.ok ? await response.json() : null;
    const answered = typeof answer === "object" && answer !== null && "status" in answer && answer.status === "success";
    if (answered) return ok(name, shownAddress(address));
    return { name, status: "warn", detail: `${shownAddress(address)} answers ${String(response.status)}, and is no Prometheus`, fix };
  } catch (error) {
    // What fetch says is that it failed; why, stands below it.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    return { name, status: "warn", detail: `${shownAddress(address)}: ${why}`, fix };
  }
}
