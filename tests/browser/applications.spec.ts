import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { FlagdProvider } from "@openfeature/flagd-provider";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature } from "@openfeature/server-sdk";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noChromium } from "../harness/browser.ts";
import { sharedStack, type SharedStack } from "../harness/sharedStack.ts";
import { until } from "../harness/until.ts";

/** Applications that ask for flags, with the stock clients as they are: the page of a shop in real Chromium, and two servers. */
if (noChromium !== undefined) console.warn(`The web provider is not tested: ${noChromium}.`);

const key = "stock-one-page-pay";
const environment = "applications";
let stack: SharedStack;
let token: string;

beforeAll(async () => {
  stack = await sharedStack();
  const rules = {
    prerequisites: [], rules: [], rollout: { parts: 100_000, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off",
  };
  await stack.gql(
    `mutation ($key: String!, $environment: String!) {
      registerFlag(input: { key: $key, kind: release, environments: [$environment] }) { position }
    }`,
    { key, environment },
  );
  await turnOn(rules);
  const issued = await stack.gql<{ issueToken: { secret: string } }>(
    `mutation ($environment: String!) { issueToken(input: { name: "Shop", roles: [application], environment: $environment }) { secret } }`,
    { environment },
  );
  token = issued.issueToken.secret;
});

const turnOn = (rules: object): Promise<unknown> =>
  stack.gql(
    `mutation ($key: String!, $environment: String!, $rules: JSON!) {
      setFlagRules(input: { flag: $key, environment: $environment, rules: $rules, reason: "the test of stock clients" }) { position }
    }`,
    { key, environment, rules },
  );
const kill = (): Promise<unknown> =>
  stack.gql(`mutation ($key: String!, $environment: String!) { killFlag(input: { flag: $key, environment: $environment }) { position } }`, {
    key, environment,
  });
/** The page of a shop, of another origin than Ballast's: it writes down every value that it sees. */
async function shop(script: string): Promise<Server> {
  const page = `<!doctype html><title>Shop</title><script src="/shop.js"></script>`;
  const server = createServer((request, response) => {
    const isScript = request.url === "/shop.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" }).end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const shopCode = (): string => `
  import { OpenFeature, ProviderEvents } from "@openfeature/web-sdk";
  import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
  window.values = [];
  const note = () => window.values.push(OpenFeature.getClient().getBooleanValue(${JSON.stringify(key)}, false));
  const headers = [["Authorization", ${JSON.stringify(`Bearer ${token}`)}]];
  OpenFeature.setContext({ targetingKey: "ann" }).then(async () => {
    await OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl: ${JSON.stringify(stack.url)}, headers }));
    OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, note);
    note();
  }).catch((error) => { window.failed = String(error); });
`;

const valuesOf = (page: Page): Promise<readonly boolean[]> => page.evaluate<readonly boolean[]>("window.values");

describe.skipIf(noChromium !== undefined)("the stock web provider, in the page of another origin", () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  beforeAll(async () => {
    const bundle = await build({
      stdin: { contents: shopCode(), resolveDir: import.meta.dirname }, bundle: true, write: false, format: "iife", platform: "browser",
    });
    server = await shop(bundle.outputFiles[0]?.text ?? "");
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it("shows the flag, and hears of a kill without asking", async () => {
    await until(async () => (await valuesOf(page)).at(-1) === true);
    await kill();
    await until(async () => (await valuesOf(page)).at(-1) === false);
    const seen = await valuesOf(page);
    // Once it has heard of the kill, it is never on again.
    expect(seen.slice(seen.indexOf(false)).every((value) => !value)).toBe(true);
    expect(await page.evaluate<unknown>("window.failed")).toBeUndefined();
  });

  it("opened again, it shows what holds", async () => {
    await page.reload();
    await until(async () => (await valuesOf(page)).at(-1) === false);
  });
});

describe("the stock server clients", () => {
  afterAll(() => OpenFeature.clearProviders());

  it("agree, over OFREP and in process", async () => {
    const { flags: port } = stack.record().ports;
    if (port === undefined) throw new Error("the stack has no port for flagd's sync");
    await OpenFeature.setProviderAndWait(
      "ofrep",
      new OFREPProvider({ baseUrl: stack.url, headers: [["Authorization", `Bearer ${token}`]] }),
    );
    await OpenFeature.setProviderAndWait(
      "flagd",
      new FlagdProvider({
        resolverType: "in-process", host: "127.0.0.1", port, selector: `flagSetId=${environment},token=${token}`, deadlineMs: 20_000,
      }),
    );
    const [ofrep, flagd] = [OpenFeature.getClient("ofrep"), OpenFeature.getClient("flagd")];
    for (const client of [ofrep, flagd]) {
      expect(await client.getBooleanDetails(key, true, { targetingKey: "ann" })).toMatchObject({ value: false, variant: "off" });
      expect(await client.getBooleanDetails("nowhere", true, { targetingKey: "ann" })).toMatchObject({
        value: true, errorCode: "FLAG_NOT_FOUND",
      });
    }
  });
});
