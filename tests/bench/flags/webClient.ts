import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature, ProviderEvents } from "@openfeature/web-sdk";
import type { Heard } from "./heard.ts";

/** A stock web client with a stream, in a process of its own: tells its parent when the stream spoke, and when it has its flags anew. */
const [baseUrl = "", token = ""] = process.argv.slice(2);
const tell = (what: Heard["what"]): void => void process.send?.({ what, at: performance.timeOrigin + performance.now() } satisfies Heard);

/** The system's own, which also tells when an event came. */
class Told extends EventSource {
  constructor(address: string | URL) {
    super(address);
    this.addEventListener("message", () => { tell("event"); });
  }
}
globalThis.EventSource = Told;
const headers: [string, string][] = [["Authorization", `Bearer ${token}`]];
await OpenFeature.setContext({ targetingKey: "ann", plan: "silver", region: "eu" });
await OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl, headers, pollInterval: 0, cacheMode: "disabled" }));
OpenFeature.getClient().addHandler(ProviderEvents.ConfigurationChanged, () => { tell("flags"); });
tell("ready");
process.once("disconnect", () => process.exit(0));
