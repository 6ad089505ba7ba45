import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ApiServer } from "../graphql/context.ts";
import { applicationOf, refuseStrangers } from "./asking.ts";
import type { EvaluationCounts } from "./counting.ts";

/** Largest batch, bytes. */
const MOST_BYTES = 4 * 1024 * 1024;
const HOUR_MS = 3_600_000;
/** What lies further back, or ahead, is not counted: a clock that is wrong must not fill other days. */
const OLDEST_MS = 24 * HOUR_MS;

const value = z.looseObject({ stringValue: z.string().optional() });
const attributes = z.array(z.looseObject({ key: z.string(), value: value.optional() })).default([]);
const logRecord = z.looseObject({
  eventName: z.string().optional(), timeUnixNano: z.union([z.string().regex(/^\d{1,20}$/), z.int().min(0)]).optional(), attributes,
});
type LogRecord = z.infer<typeof logRecord>;
const scopeLogs = z.array(z.looseObject({ logRecords: z.array(z.unknown()).default([]) })).default([]);
/** OTLP's `ExportLogsServiceRequest` as JSON: what is read of it. */
const exported = z.looseObject({ resourceLogs: z.array(z.looseObject({ scopeLogs })).default([]) });

const said = ({ attributes: all }: LogRecord, name: string): string | undefined => all.find(({ key }) => key === name)?.value?.stringValue;

/** Semantic conventions of OpenTelemetry for an evaluation, as event name or, before that, as an attribute. */
const isEvaluation = (record: LogRecord): boolean =>
  record.eventName === "feature_flag.evaluation" || said(record, "event.name") === "feature_flag.evaluation";

/** `POST /otlp/v1/logs`: the events `feature_flag.evaluation` of applications that evaluate in their own process. */
export function telemetryRoute(app: FastifyInstance, server: Pick<ApiServer, "flags" | "now">, counts: EvaluationCounts): void {
  const count = (record: LogRecord, environment: string): boolean => {
    const served = server.flags.environment(environment)?.flags.get(said(record, "feature_flag.key") ?? "");
    const now = server.now().getTime();
    const at = record.timeUnixNano === undefined ? now : Number(BigInt(record.timeUnixNano) / 1_000_000n);
    if (served === undefined || at < now - OLDEST_MS || at > now + HOUR_MS) return false;
    const { flag } = served.subject;
    const variant = said(record, "feature_flag.result.variant") ?? said(record, "feature_flag.variant") ?? null;
    if (variant !== null && !flag.variants.some(({ name }) => name === variant)) return false;
    counts.of(environment, at).add("telemetry", flag.flagId, variant);
    return true;
  };
  const take = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const application = applicationOf(request.principal);
    if (application === null) return reply;
    const records = exported
      .parse(request.body)
      .resourceLogs.flatMap((resource) => resource.scopeLogs.flatMap(({ logRecords }) => logRecords));
    let rejectedLogRecords = 0;
    for (const given of records) {
      const record = logRecord.safeParse(given);
      // Others' events are not ours to refuse.
      if (record.success && !isEvaluation(record.data)) continue;
      if (!record.success || !count(record.data, application.environment)) rejectedLogRecords += 1;
    }
    return rejectedLogRecords === 0
      ? {}
      : {
          partialSuccess: {
            rejectedLogRecords: String(rejectedLogRecords), errorMessage: "no such flag or variant here, or not of the last day",
          },
        };
  };
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> =>
    refuseStrangers(request, reply) ? reply : undefined;
  app.post("/otlp/v1/logs", { bodyLimit: MOST_BYTES, onRequest }, take);
}
