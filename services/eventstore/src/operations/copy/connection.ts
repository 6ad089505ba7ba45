import { existsSync, readFileSync } from "node:fs";
import { ChannelCredentials, Metadata } from "@grpc/grpc-js";
import { OperationError } from "../readLog.ts";

/** Where a remote store is, and as whom to go there. */
export type RemoteAddress = {
  readonly target: string;
  readonly credentials: ChannelCredentials;
  /** Sent with every call. */
  readonly metadata: Metadata;
};

const ADVICE = "Give one host, of a cluster the leader: esdb://user:password@host:2113?tls=true";

/**
 * Reads `esdb://[user:password@]host:port[?tls=false&tlsCaFile=FILE]`. One host: the leader, if there are several.
 *
 * @throws OperationError when it is something else.
 */
export function parseConnectionString(text: string): RemoteAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["esdb:", "kurrentdb:", "kdb:"].includes(url.protocol) || url.hostname === "") {
    throw new OperationError(`'${hidePassword(text)}' is not the address of an event store`, ADVICE);
  }
  const metadata = new Metadata();
  metadata.set("requires-leader", "true");
  if (url.username !== "") {
    const plain = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    metadata.set("authorization", `Basic ${Buffer.from(plain).toString("base64")}`);
  }
  return { target: `${url.hostname}:${url.port || "2113"}`, credentials: credentialsFor(url), metadata };
}

/** An address is shown in errors; who reads those need not know its password. */
function hidePassword(text: string): string {
  return text.replace(/:[^:@/]*@/, ":…@");
}

function credentialsFor(url: URL): ChannelCredentials {
  const parameter = (name: string): string | undefined => {
    for (const [key, value] of url.searchParams) if (key.toLowerCase() === name) return value;
    return undefined;
  };
  if (parameter("tls") === "false") return ChannelCredentials.createInsecure();
  const caFile = parameter("tlscafile");
  if (caFile === undefined) return ChannelCredentials.createSsl();
  if (!existsSync(caFile)) throw new OperationError(`There is no certificate ${caFile}`, "Correct tlsCaFile in the address.");
  return ChannelCredentials.createSsl(readFileSync(caFile));
}
