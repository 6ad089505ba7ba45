import { readFileSync } from "node:fs";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature, type Logger } from "@openfeature/server-sdk";

/** Where flags are asked for, as whoever runs the service tells it. */
export interface FlagDoor {
  /** Origin of the server that speaks OFREP. */
  readonly endpoint: string;
  /** File with the application's token. It may come later than the service. */
  readonly tokenFile: string;
}

/** Nobody who pays waits longer than this for a flag, ms. */
const answerWithinMs = 500;

/** The door may be away for hours, and 17 requests a second are not worth a line each. */
const quiet: Logger = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** Reads FLAG_DOOR's parts from the environment: OFREP_ENDPOINT and OFREP_TOKEN_FILE; undefined where there is none. */
export function flagDoorFrom(env: Readonly<Record<string, string | undefined>>): FlagDoor | undefined {
  const { OFREP_ENDPOINT: endpoint, OFREP_TOKEN_FILE: tokenFile } = env;
  return endpoint === undefined || tokenFile === undefined ? undefined : { endpoint, tokenFile };
}

/**
 * Asks for a flag as any application does: with the stock client, for one customer at a time. Whatever goes wrong, the
 * customer gets what the code does without the flag.
 */
export async function asking(flag: string, { endpoint, tokenFile }: FlagDoor): Promise<(customer: string) => Promise<boolean>> {
  const token = tokenIn(tokenFile);
  const provider = new OFREPProvider({
    baseUrl: endpoint,
    headersFactory: () => ({ authorization: `Bearer ${token()}` }),
    fetchImplementation: (request: URL | Request | string) => fetch(request, { signal: AbortSignal.timeout(answerWithinMs) }),
  });
  OpenFeature.setLogger(quiet);
  await OpenFeature.setProviderAndWait(provider);
  const client = OpenFeature.getClient();
  return (customer) => client.getBooleanValue(flag, false, { targetingKey: customer });
}

/** The token once it is there; until then none. */
function tokenIn(file: string): () => string {
  let known = "";
  return () => {
    if (known !== "") return known;
    try {
      known = readFileSync(file, "utf8").trim();
    } catch {
      // Not written yet: the door answers 401, and the code goes on without the flag.
    }
    return known;
  };
}
