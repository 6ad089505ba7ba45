import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { pino } from "pino";
import { fleetMetrics, fleetTarget, setFleetTraffic } from "@ballast/delivery";
import { Rejection } from "@ballast/domain";
import { connectLog, LogUnavailable } from "@ballast/eventlog";
import { createNotifier, signedWebhooks } from "@ballast/notifications";
import type { Actor } from "@ballast/schema";
import { CannotRollBack, directRollback as rollBack, type DirectlyRolledBack, type WorkerParts } from "@ballast/workflows";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import { currentFolder } from "../start/folders.ts";
import { readInstance } from "../start/instance.ts";
import { duration } from "@ballast/schema/words";

/** A rollback without API and workflow engine. */
export interface DirectRequest {
  readonly service: string;
  readonly environment: string;
  readonly toVersion: string | null;
  /** Keeps to that release although it does not start. */
  readonly stay?: true;
  readonly reason: string;
  readonly data?: string;
  readonly eventstore?: string;
  readonly fleet?: string;
  /** Asked before anything is done. */
  readonly confirmed: (sentence: string) => Promise<boolean>;
}

/** What it came to. */
export interface DirectResult {
  readonly deployId: string;
  readonly version: string;
  readonly fromVersion: string | null;
  readonly durationMs: number;
  readonly recovered: boolean | null;
  readonly sentence: string;
}

interface Places {
  readonly eventstore: string;
  readonly fleet: string;
}

/** From the options, the environment, or what the instance wrote down: its supervisor need not run. */
function placesOf({ data, eventstore, fleet }: DirectRequest): Places {
  const folder = currentFolder(data);
  const record = folder === undefined ? undefined : readInstance(folder);
  const found = {
    eventstore: eventstore ?? process.env["BALLAST_EVENTSTORE"] ?? record?.addresses["eventstore"],
    fleet: fleet ?? process.env["BALLAST_FLEET"] ?? record?.addresses["fleet"],
  };
  if (found.eventstore !== undefined && found.fleet !== undefined) return { eventstore: found.eventstore, fleet: found.fleet };
  throw new CommandFailure({
    code: "NOT_RUNNING",
    message: `Nobody says where the ${found.eventstore === undefined ? "event store" : "fleet"} is.`,
    exitCode: exitCodes.unreachable,
    remedy: "Give --eventstore and --fleet, BALLAST_EVENTSTORE and BALLAST_FLEET, or the data folder of the instance with --data.",
  });
}

/** Whoever sits at this machine: there may be nobody to ask for a sign-in now. */
const actor = (): Actor => ({ personId: null, name: `${userInfo().username} (break glass)`, means: "cli" });

const patienceMs = 20_000;

/**
 * Rolls back by the log and the fleet alone, with the rules and records of any other rollback.
 * @throws {CommandFailure} when it is refused, or log or fleet do not answer
 * @returns null when the person said no
 */
export async function directRollback(request: DirectRequest, say: (line: string) => void): Promise<DirectResult | null> {
  const places = placesOf(request);
  const { service, environment, toVersion, reason } = request;
  if (
    !(await request.confirmed(
      `Roll ${service} ${environment} back to ${toVersion ?? "the last known good release"}, without the workflow engine.`,
    ))
  )
    return null;
  const log = connectLog({ address: places.eventstore, giveUpAfterMs: patienceMs });
  const parts: WorkerParts = {
    log,
    targetOf: ({ service: slug, environment: name }) => fleetTarget({ address: places.fleet, service: slug, environment: name }),
    metricsOf: ({ service: slug, environment: name }) => fleetMetrics({ address: places.fleet, service: slug, environment: name }),
    sampleTraffic: async (lane, traffic) => void (await setFleetTraffic({ address: places.fleet, ...lane }, traffic)),
    notifier: createNotifier({}), webhooks: signedWebhooks(), keys: () => null,
    publicUrl: "", now: () => new Date(), logger: pino({ level: "silent" }),
  };
  try {
    const asked = {
      service,
      environment,
      toVersion,
      stay: request.stay === true,
      reason,
      actor: actor(),
      commandId: randomUUID(),
      signal: AbortSignal.timeout(5 * 60_000),
      onStep: (step: string) => {
        say(`  ${step}`);
      },
    };
    return await measured(await rollBack(parts, asked), say);
  } catch (error) {
    throw failureOf(error);
  } finally {
    await log.close();
  }
}

async function measured(done: DirectlyRolledBack, say: (line: string) => void): Promise<DirectResult> {
  const { measure, ...facts } = done;
  say(`  ${facts.version} serves everybody after ${duration(facts.durationMs)}; measuring what that did`);
  const { recovered, sentence: effect } = await measure();
  return {
    ...facts, recovered,
    sentence: `Rolled back from ${facts.fromVersion ?? "nothing"} to ${facts.version} in ${duration(facts.durationMs)}: ${effect}${effect.endsWith(".") ? "" : "."}`,
  };
}

function failureOf(error: unknown): unknown {
  if (error instanceof Rejection) return new CommandFailure({ code: error.code, message: error.message, remedy: error.remedy });
  if (error instanceof LogUnavailable)
    return new CommandFailure({
      code: "UNREACHABLE", message: `The event store does not answer: ${error.message}`,
      remedy: "It is the one part that a rollback cannot do without: start it, or move traffic by hand.", exitCode: exitCodes.unreachable,
    });
  if (error instanceof CannotRollBack)
    return new CommandFailure({
      code: "FAILED", message: error.message,
      remedy: "Name another release with --to: that takes over. The lane stays with this rollback until then.",
    });
  return error instanceof Error && "fix" in error
    ? new CommandFailure({ code: "FAILED", message: error.message, remedy: String(error.fix) })
    : error;
}
