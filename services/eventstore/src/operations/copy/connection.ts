import { readFileSync } from "node:fs";
import { ChannelCredentials, Metadata } from "@grpc/grpc-js";
import { OperationError } from "../readLog.ts";

/** Where a remote store is, and as whom to go there. */
export type RemoteAddress = {
  readonly target: string;
  readonly credentials: ChannelCredentials;
  /** Sent with every call. */
  readonly metadata: Metadata;
};

/**
 * Reads `esdb://[user:password@]host:port[?tls=false&tlsCaFile=FILE]`. One host: the leader, if there are several.
 *
 * @throws OperationError when it is something else.
 */
export function parseConnectionString(text: string): RemoteAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["esdb:", "kurrentdb:", "kdb:"].includes(url.protocol) || url.hostname === "") {
    throw new OperationError(`'${text}' is not the address of an event store: esdb://host:port?tls=…`);
  }
  const metadata = new Metadata();
  metadata.set("requires-leader", "true");
  if (url.username !== "") {
    const plain = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    metadata.set("authorization", `Basic ${Buffer.from(plain).toString("base64")}`);
  }
  return { target: `${url.hostname}:${url.port || "2113"}`, credentials: credentialsFor(url), metadata };
}

function credentialsFor(url: URL): ChannelCredentials {
  const parameter = (name: string): string | undefined => {
    for (const [key, value] of url.searchParams) if (key.toLowerCase() === name) return value;
    return undefined;
  };
  if (parameter("tls") === "false") return ChannelCredentials.createInsecure();
  const caFile = parameter("tlscafile");
  return ChannelCredentials.createSsl(caFile === undefined ? null : readFileSync(caFile));
}
