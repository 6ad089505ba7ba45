import { join } from "node:path";

/** Where the worker finds everything; from the environment alone. */
export interface WorkerConfig {
  readonly eventStore: string;
  readonly temporal: string;
  readonly temporalNamespace: string;
  readonly fleet: string | null;
  readonly workflowBundle: string | null;
  /** Where the workflow code of every version is kept that may have something to finish; null where others see to that. */
  readonly keptWorkflows: string | null;
  /**
   * Whether whatever begins from now on is carried by this worker's version; BALLAST_WORKER_CURRENT=0 leaves that to whoever rolls versions
   * out.
   */
  readonly becomesCurrent: boolean;
  /** SMTP server, `smtp://host:port`; null = no mail can be sent. */
  readonly smtp: string | null;
  readonly mailFrom: string;
  /** Where SMS and calls are handed over, each null where there are none, and what is signed with: BALLAST_SMS_URL, BALLAST_VOICE_URL. */
  readonly provider: { readonly sms: string | null; readonly voice: string | null; readonly secret: string | null };
  /** Where PagerDuty takes events; null: where it does for most. */
  readonly pagerDutyUrl: string | null;
  /** Chat webhooks on private addresses are refused unless this is set. */
  readonly allowPrivateWebhooks: boolean;
  readonly publicUrl: string;
  /** Address of the Prometheus that counts requests of objectives, `http://prometheus:9090`; null where there is none. */
  readonly prometheus: string | null;
  /** How long a page waits before it escalates, ms; five minutes unless BALLAST_ESCALATE_AFTER_MS says otherwise. */
  readonly acknowledgeWithinMs: number;
  /** The installation's key, and where it stands otherwise: the API makes it at its first start. */
  readonly secretKey: { readonly given: string | undefined; readonly file: string };
  /** After so long without an answer of the workflow engine the watchdog calls people, ms; BALLAST_WATCHDOG_AFTER_MS. */
  readonly watchdogAfterMs: number;
  readonly logLevel: string;
}

/** Reads the configuration; throws with the variable's name when one is missing. */
export function readWorkerConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const required = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === "")
      throw new Error(`${name} is not set. "ballast start" sets it; a worker of a cluster needs it in its environment.`);
    return value;
  };
  return {
    eventStore: required("BALLAST_EVENTSTORE"),
    temporal: required("BALLAST_TEMPORAL"),
    temporalNamespace: env["BALLAST_TEMPORAL_NAMESPACE"] ?? "default",
    fleet: env["BALLAST_FLEET"] ?? null,
    workflowBundle: env["BALLAST_WORKFLOW_BUNDLE"] ?? null,
    keptWorkflows: env["BALLAST_KEPT_WORKFLOWS"] ?? null,
    becomesCurrent: env["BALLAST_WORKER_CURRENT"] !== "0",
    smtp: env["BALLAST_SMTP"] ?? null,
    mailFrom: env["BALLAST_MAIL_FROM"] ?? "Ballast <ballast@localhost>",
    provider: {
      sms: env["BALLAST_SMS_URL"] || null, voice: env["BALLAST_VOICE_URL"] || null, secret: env["BALLAST_PROVIDER_SECRET"] || null,
    },
    pagerDutyUrl: env["BALLAST_PAGERDUTY_URL"] || null,
    allowPrivateWebhooks: env["BALLAST_ALLOW_PRIVATE_WEBHOOKS"] === "1",
    prometheus: env["BALLAST_PROMETHEUS"] || null,
    publicUrl: env["BALLAST_URL"] ?? "http://127.0.0.1:4000",
    acknowledgeWithinMs: Number(env["BALLAST_ESCALATE_AFTER_MS"] ?? 5 * 60_000),
    secretKey: { given: env["BALLAST_SECRET_KEY"], file: join(env["BALLAST_DATA"] ?? ".", "secret-key") },
    watchdogAfterMs: Number(env["BALLAST_WATCHDOG_AFTER_MS"] ?? 10_000),
    logLevel: env["BALLAST_LOG_LEVEL"] ?? "info",
  };
}
