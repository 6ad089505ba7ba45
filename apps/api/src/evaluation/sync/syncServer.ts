import {
  Server, ServerCredentials, status, type Metadata, type sendUnaryData, type ServerUnaryCall, type ServerWritableStream,
} from "@grpc/grpc-js";
import { authenticate } from "../../auth/authenticate.ts";
import type { ApiServer } from "../../graphql/context.ts";
import { applicationOf, type Application } from "../asking.ts";
import { RequestRate } from "../requestRate.ts";
import { configurationOf } from "./configuration.ts";
import { Following } from "./following.ts";
import { flagSyncService, type SyncAnswer, type SyncRequest } from "./messages.ts";
import { readSelector } from "./selector.ts";
import { Sizes } from "./sizes.ts";

/** How often streams are looked at whose tokens may have been revoked, ms. */
const LOOK_MS = 15_000;

/** A running server of `flagd.sync.v1`. */
export interface SyncServer {
  readonly port: number;
  close(): Promise<void>;
}

type ServingServer = Pick<ApiServer, "directory" | "flags" | "keys" | "logger" | "metrics" | "now" | "flagRequestsPerSecond">;
type Serving = ServingServer & { readonly rate: RequestRate; readonly sizes: Sizes };
type Asked = ServerUnaryCall<SyncRequest, SyncAnswer> | ServerWritableStream<SyncRequest, SyncAnswer>;

/** A call that is refused, in gRPC's words. */
class Refused extends Error {
  readonly code: status;
  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}

const first = (metadata: Metadata, name: string): string | undefined => metadata.get(name)[0]?.toString();

/** Whose flags a call may have: the token's environment, which the selector may name and never change. @throws Refused */
function callerOf({ directory, flags, keys, now, rate }: Serving, { metadata, request }: Asked): Application {
  if (flags.freshness().asOf === null) throw new Refused(status.UNAVAILABLE, "this server has just started and has not read all flags yet");
  const selected = readSelector(first(metadata, "flagd-selector") ?? request.selector);
  const authorization = first(metadata, "authorization") ?? (selected.token === null ? undefined : `Bearer ${selected.token}`);
  const auth = { directory, keys, localCredential: null, now: () => now().getTime() };
  const principal = authenticate(auth, {
    headers: { ...(authorization !== undefined && { authorization }) }, cookies: {}, remoteAddress: "",
  });
  const application = applicationOf(principal);
  if (application === null) {
    throw new Refused(
      status.UNAUTHENTICATED,
      "send an application's token: as metadata `authorization: Bearer …`, or in the selector as `token=…`",
    );
  }
  if (selected.environment !== null && selected.environment !== application.environment) {
    throw new Refused(status.PERMISSION_DENIED, `this token is for ${application.environment}, not for ${selected.environment}`);
  }
  if (rate.take(application.tokenId, performance.now()) !== null)
    throw new Refused(status.RESOURCE_EXHAUSTED, "this token asks more often than it may");
  return application;
}

function unary<Answer>(
  serving: Serving,
  answer: (application: Application) => Answer | Promise<Answer>,
): (call: ServerUnaryCall<SyncRequest, Answer>, callback: sendUnaryData<Answer>) => void {
  return (call, callback) => {
    void (async () => answer(callerOf(serving, call as ServerUnaryCall<SyncRequest, SyncAnswer>)))().then(
      (given) => callback(null, given),
      (error: unknown) => callback(asStatus(error)),
    );
  };
}

const asStatus = (error: unknown): { readonly code: status; readonly details: string } =>
  error instanceof Refused
    ? { code: error.code, details: error.message }
    : { code: status.INTERNAL, details: "something failed inside Ballast" };

/** Serves an environment's flags to stock in-process providers and to flagd: all of them at once, and again with every change. */
export async function serveSync(
  served: ServingServer,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<SyncServer> {
  const serving: Serving = { ...served, rate: new RequestRate(served.flagRequestsPerSecond), sizes: new Sizes(served) };
  const following = new Set<Following>();
  // Providers ping every 30 s, also while they have no stream.
  const server = new Server({ "grpc.keepalive_permit_without_calls": 1, "grpc.max_receive_message_length": 64 * 1024 });
  server.addService(flagSyncService, {
    SyncFlags(call: ServerWritableStream<SyncRequest, SyncAnswer>) {
      try {
        const one = new Following(call, serving, callerOf(serving, call));
        following.add(one);
        call.on("cancelled", () => following.delete(one));
        call.on("close", () => following.delete(one));
        one.changed();
      } catch (error) {
        call.destroy(Object.assign(new Error(), asStatus(error)));
      }
    },
    FetchAllFlags: unary<SyncAnswer>(serving, async ({ environment }) => {
      const flagConfiguration = await configurationOf(serving.flags.environment(environment), environment);
      serving.sizes.note(environment, flagConfiguration);
      return { flagConfiguration };
    }),
    GetMetadata: unary<null>(serving, () => null),
  });
  const stop = serving.flags.onChange(({ environment }) => {
    for (const one of following) if (one.application.environment === environment) one.changed();
  });
  const looking = setInterval(() => [...following].forEach((one) => one.stillMay()), LOOK_MS).unref();
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:${String(port)}`, ServerCredentials.createInsecure(), (error, at) =>
      error === null ? resolve(at) : reject(error),
    );
  });
  return {
    port: bound,
    async close() {
      stop();
      clearInterval(looking);
      server.forceShutdown();
    },
  };
}
