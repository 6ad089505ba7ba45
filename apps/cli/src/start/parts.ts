import { join } from "node:path";
import { bundleOf, compiledFolder, consoleFolder, workflowBundle } from "../build/entries.ts";
import type { PartSpec } from "./part.ts";
import { applicationTokenFile } from "./credential.ts";
import { storeAddress, storeArguments } from "./storeAccess.ts";
import type { StoreAccess } from "./storeAccess.ts";
import { answersFor } from "./temporal/health.ts";
import { onLeash } from "./temporal/leash.ts";
import type { TemporalServer } from "./temporal/server.ts";

/** Where everything of an instance is and listens. */
export interface Layout {
  /** The instance's data folder. */
  readonly folder: string;
  readonly host: string;
  /** `guard` is where nobody listens but the supervisor: it says that the others are taken. */
  readonly ports: Readonly<Record<"guard" | "eventstore" | "temporal" | "fleet" | "api" | "smtp" | "mails" | "flags", number>>;
  /** Whether mail goes to a sink on this machine, as the demonstration's does: nothing of it leaves the machine. */
  readonly mailSink: boolean;
  /** How the event store is reached that is started here. */
  readonly storeAccess: StoreAccess;
  /** Addresses of parts that run elsewhere and are not started here. */
  readonly configured: { readonly eventstore?: string | undefined; readonly temporal?: string | undefined };
}

/** Addresses of all parts, as the processes are told them. */
export interface Addresses {
  readonly eventstore: string;
  readonly temporal: string;
  readonly fleet: string;
  /** Origin of API and console, as one types it. */
  readonly api: string;
}

const loopback = (port: number): string => `127.0.0.1:${String(port)}`;

/** The host to type for a listening address: all interfaces are reached on this machine by its loopback. */
const reachable = (host: string): string => (host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host);

/** Derives the addresses of a layout. */
export function addressesOf(layout: Layout): Addresses {
  const { ports, configured } = layout;
  return {
    eventstore: configured.eventstore ?? storeAddress(ports.eventstore, layout.storeAccess),
    temporal: configured.temporal ?? loopback(ports.temporal),
    fleet: `http://${loopback(ports.fleet)}`,
    api: `http://${reachable(layout.host)}:${String(ports.api)}`,
  };
}

/** The namespace of Temporal that everything runs in. */
export const temporalNamespace = (): string => process.env["BALLAST_TEMPORAL_NAMESPACE"] ?? "default";

/** The environment of every process: this one's, without what npm and the shims put there, and the addresses. */
export function environmentOf(layout: Layout): Record<string, string | undefined> {
  const addresses = addressesOf(layout);
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("npm_") && !["BALLAST_PARENT", "BALLAST_BUILT"].includes(name),
  );
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: "production",
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? compiledFolder(),
    // glibc would give each of a process' threads a store of its own, and keep what was given back in it.
    MALLOC_ARENA_MAX: process.env["MALLOC_ARENA_MAX"] ?? "2",
    BALLAST_DATA: layout.folder,
    BALLAST_EVENTSTORE: addresses.eventstore,
    BALLAST_TEMPORAL: addresses.temporal,
    BALLAST_TEMPORAL_NAMESPACE: temporalNamespace(),
    BALLAST_FLEET: addresses.fleet,
    BALLAST_HOST: layout.host,
    BALLAST_PORT: String(layout.ports.api),
    BALLAST_FLAG_SYNC_PORT: process.env["BALLAST_FLAG_SYNC_PORT"] ?? String(layout.ports.flags),
    // Where people reach it, for links and cookies: behind a proxy that is another address than the one listened on.
    BALLAST_URL: process.env["BALLAST_URL"] ?? addresses.api,
    BALLAST_CONSOLE: consoleFolder(),
    // What the fleet's services ask for flags with.
    OFREP_ENDPOINT: process.env["OFREP_ENDPOINT"] ?? addresses.api,
    OFREP_TOKEN_FILE: process.env["OFREP_TOKEN_FILE"] ?? applicationTokenFile(layout.folder),
    BALLAST_WORKFLOW_BUNDLE: workflowBundle(),
    // An update overwrites the bundle, and deploys that are under way go on with the one that began them.
    BALLAST_KEPT_WORKFLOWS: join(layout.folder, "workflows"),
    ...(layout.mailSink
      ? { BALLAST_SMTP: `smtp://${loopback(layout.ports.smtp)}`, BALLAST_MAIL_SINK: `http://${loopback(layout.ports.mails)}` }
      : {}),
  };
}

/**
 * What a process may keep, MB. Far more than any needs; but where less than 2,048 are allowed, V8 looks for garbage when there is twice of
 * what was alive, and not four times: a rebuild of 100,000 events takes some 320 MB instead of 395 to 440.
 */
const MOST_OLD_MB = 2_000;

/**
 * How every process of an instance is run. V8 would keep up to 100 MB for what is young in each of them; with 4 MB a half it looks for
 * garbage more often, and by itself: there is little in it for helpers, without which folding was a seventh cheaper in the one run that was
 * measured.
 * Source maps would cost the API 40 MB from its first stack on: bundles are not minified, and name the source above each part. Who wants
 * them starts with NODE_OPTIONS=--enable-source-maps.
 */
export function nodeFlags(): readonly string[] {
  // Who says how much it may keep is heard: a flag would be stronger than that.
  const isSaid = /--max[-_]old[-_]space[-_]size/.test(process.env["NODE_OPTIONS"] ?? "");
  const most = isSaid ? [] : [`--max-old-space-size=${String(MOST_OLD_MB)}`];
  return ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", "--no-parallel-scavenge", ...most];
}

const withArguments = (part: PartSpec, ...more: readonly string[]): PartSpec => ({ ...part, args: [...part.args, ...more] });

/** The processes of an instance; each one stands behind those that it needs. They are stopped from the last to the first. */
export function partsOf(layout: Layout, temporal: TemporalServer | undefined): readonly PartSpec[] {
  const addresses = addressesOf(layout);
  const env = environmentOf(layout);
  const node = (name: string, title: string, address?: string): PartSpec => ({
    name,
    title,
    ...(address === undefined ? {} : { address }),
    program: process.execPath,
    args: [...nodeFlags(), bundleOf(name)],
    env,
    readyWithinMs: 60_000,
  });
  const server = (found: TemporalServer): PartSpec => ({
    name: "temporal", title: "Temporal server", address: addresses.temporal, ...onLeash(found), env: {
      ...env, GOGC: process.env["GOGC"] ?? "40",
    },
    readyWithinMs: 60_000,
    answers: () => answersFor(addresses.temporal, temporalNamespace()),
  });
  // Shown without the password that its address has.
  const eventStore = (): PartSpec =>
    withArguments(
      node("eventstore", "Event store", `esdb://${loopback(layout.ports.eventstore)}`),
      "--port",
      String(layout.ports.eventstore),
      ...storeArguments(layout.storeAccess),
    );
  // These two take seconds, each on a core of its own.
  const after = ["eventstore", "temporal", "fleet"];
  return [
    ...(layout.configured.eventstore === undefined ? [eventStore()] : []),
    ...(temporal === undefined ? [] : [server(temporal)]),
    node("fleet", "Fleet", addresses.fleet),
    ...(layout.mailSink ? [node("mail", "Mail sink", loopback(layout.ports.smtp))] : []),
    { ...node("api", "API and console", addresses.api), after },
    { ...node("worker", "Worker"), after },
  ];
}
