import type { Aggregate } from "@ballast/domain";
import { handle, ids, type Acting, type Handled, type KeyRing, type Log } from "@ballast/eventlog";
import type { Actor, BallastEvent } from "@ballast/schema";
import type { DeployTarget, MetricProvider } from "@ballast/delivery";
import type { Notifier, SignedWebhooks } from "@ballast/notifications";
import type { Logger } from "pino";
import type { FlagsKnown } from "./flagsKnown.ts";

/** What activities work with. */
export interface WorkerParts {
  readonly log: Log;
  readonly targetOf: (lane: { service: string; environment: string }) => DeployTarget;
  readonly metricsOf: (lane: { service: string; environment: string }) => MetricProvider;
  /** Sends the sample traffic through a lane that its environment asks for; asked again, it changes nothing. */
  readonly sampleTraffic: (
    lane: { service: string; environment: string },
    traffic: { requestsPerSecond: number; customers: number; signal: AbortSignal },
  ) => Promise<void>;
  readonly notifier: Notifier;
  /** Sends to programs of subscribers. */
  readonly webhooks: SignedWebhooks;
  /** Opens what is sealed under the installation's key; null where this worker has none. */
  readonly keys: () => KeyRing | null;
  /** Address under which people reach the console: for links. */
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** What is needed to record something. */
export type LogParts = Pick<WorkerParts, "log" | "now">;

/** What activities work with, and the flags of which a worker keeps a picture. */
export interface PartsWithFlags extends WorkerParts {
  readonly flags: FlagsKnown;
}

/** On whose behalf a workflow records something. */
export interface Recording {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly requestEventId: string;
}

/** One step's record: `key` names the step, so that a repeated activity records the same events. */
export interface Entry<State, Command, Event extends BallastEvent> {
  readonly aggregate: Aggregate<State, Command, Event>;
  readonly id: string;
  readonly key: readonly (string | number)[];
  readonly command: Command;
  readonly occurredAt?: string | undefined;
}

/** A workflow's step that acts on several records: the parts' keys begin with the step's. */
export const actingFor = (parts: LogParts, recording: Recording, key: readonly (string | number)[] = []): Acting => ({
  now: parts.now().toISOString(),
  commandId: (part) => commandIdOf(recording, [...key, part]),
  handle: ({ part, ...step }) => record(parts, recording, { ...step, key: [...key, part] }),
});

const commandIdOf = ({ requestEventId }: Recording, key: readonly (string | number)[]): string =>
  ids.command("workflow", requestEventId, ...key);

/** Records what a workflow's step did. The events' ids come from the request and the step: a retry never doubles one. */
export const record = <State, Command, Event extends BallastEvent>(
  parts: LogParts,
  recording: Recording,
  entry: Entry<State, Command, Event>,
): Promise<Handled<Event>> =>
  handle(parts.log, {
    aggregate: entry.aggregate,
    id: entry.id,
    command: entry.command,
    context: {
      commandId: commandIdOf(recording, entry.key),
      actor: recording.actor,
      now: parts.now().toISOString(),
      occurredAt: entry.occurredAt,
      correlationId: recording.correlationId,
      causationId: recording.requestEventId,
    },
  });
