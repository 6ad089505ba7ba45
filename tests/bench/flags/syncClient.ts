import { FlagdProvider } from "@openfeature/flagd-provider";
import { OpenFeature, ProviderEvents } from "@openfeature/server-sdk";
import type { Heard } from "./heard.ts";

/** A stock client that evaluates by itself, in a process of its own: tells its parent when it has its flags anew. */
const [port = "", selector = ""] = process.argv.slice(2);
const tell = (what: Heard["what"]): void => void process.send?.({ what, at: performance.timeOrigin + performance.now() } satisfies Heard);
const provider = new FlagdProvider({ resolverType: "in-process", host: "127.0.0.1", port: Number(port), selector, deadlineMs: 20_000 });
await OpenFeature.setProviderAndWait(provider);
OpenFeature.getClient().addHandler(ProviderEvents.ConfigurationChanged, () => { tell("flags"); });
tell("ready");
process.once("disconnect", () => process.exit(0));
