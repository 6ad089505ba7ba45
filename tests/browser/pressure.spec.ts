import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noChromium, sizes } from "../harness/browser.ts";
import { sharedStack, type SharedStack } from "../harness/sharedStack.ts";
import { until } from "../harness/until.ts";

/**
 * The console while Ballast stands still, goes away, or a file of it does not come, in real Chromium. Between the
 * browser and the shared stack stands a wire of our own, so that nothing of the stack has to be stopped for it.
 */
if (noChromium !== undefined) console.warn(`Browser tests are skipped: ${noChromium}.`);

/** A wire to the stack: it carries, holds everything back as a frozen process does, or is cut. */
class Wire {
  state: "carries" | "holds" | "cut" = "carries";
  url = "";
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(to: URL) {
    this.#server = createServer((near) => {
      if (this.state === "cut") return void near.destroy();
      const far = connect(Number(to.port), to.hostname);
      for (const [from, other] of [[near, far], [far, near]] as const) {
        this.#sockets.add(from);
        from.on("data", (bytes) => { if (this.state === "carries") other.write(bytes); });
        from.on("error", () => from.destroy());
        from.on("close", () => { this.#sockets.delete(from); other.destroy(); });
      }
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (typeof address === "object" && address !== null) this.url = `http://127.0.0.1:${String(address.port)}`;
  }

  cut(): void {
    this.state = "cut";
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

let stack: SharedStack;
let browser: Browser;
let wire: Wire;
let page: Page;

const signInLink = async (): Promise<string> => {
  const response = await fetch(`${stack.url}/local/sign-in-link`, {
    method: "POST", headers: { authorization: `Bearer ${stack.credential}` },
  });
  const { url } = (await response.json()) as { url: string };
  return `${wire.url}/sign-in${new URL(url).search}`;
};
const heading = (name: string): Promise<void> => page.getByRole("heading", { level: 1, name }).waitFor();
const status = (words: string): Promise<void> =>
  page.getByRole("status").filter({ hasText: words }).first().waitFor({ state: "attached", timeout: 60_000 });
const open = (name: string): Promise<void> => page.getByRole("navigation").getByRole("link", { name }).first().click();

beforeAll(async () => {
  if (noChromium !== undefined) return;
  [stack, browser] = await Promise.all([sharedStack(), launchBrowser()]);
  wire = new Wire(new URL(stack.url));
  await wire.open();
  page = await (await browser.newContext({ viewport: sizes.desk })).newPage();
  await page.goto(await signInLink());
  await heading("Now");
});
afterAll(async () => {
  if (noChromium !== undefined) return;
  await browser.close();
  wire.close();
});

describe.skipIf(noChromium !== undefined)("the first load", () => {
  it("is at most 320 KB on the wire, in at most 25 requests", async () => {
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.clearBrowserCache");
    const asked = new Map<string, { readonly path: string; bytes: number }>();
    session.on("Network.requestWillBeSent", ({ requestId, request: { url } }) => {
      asked.set(requestId, { path: new URL(url).pathname, bytes: 0 });
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const request = asked.get(requestId);
      if (request !== undefined) request.bytes = encodedDataLength;
    });
    await page.goto(wire.url);
    await heading("Now");
    await page.waitForLoadState("networkidle");
    await session.detach();
    const requests = [...asked.values()];
    const told = requests.map(({ path, bytes }) => `${String(bytes).padStart(7)} ${path}`).toSorted().join("\n");
    expect(requests.length, told).toBeLessThanOrEqual(25);
    // The font of versions and numbers comes with the first of them: an empty Ballast asks for none, and is to have room for it.
    const hasNumbers = requests.some(({ path }) => path.includes("/jetbrains-mono"));
    const numbers = hasNumbers ? 0 : sizeOf(/^jetbrains-mono-ascii.*woff2$/u);
    expect(requests.reduce((sum, { bytes }) => sum + bytes, numbers), told).toBeLessThanOrEqual(320 * 1_024);
  });

  it.each([
    ["releases", /^Releases$/u, ["Releases", "ReleaseList", "ServiceOptions"]],
    ["program", /^Program, /u, ["Program"]],
  ])("of /%s asks before it is drawn what the view asks, and that once", async (path, title, names) => {
    const asked: string[] = [];
    const note = (request: Request): void => {
      if (new URL(request.url()).pathname !== "/graphql") return;
      const { operationName = "" } = JSON.parse(request.postData() ?? "{}") as { operationName?: string };
      asked.push(operationName);
    };
    page.on("request", note);
    await page.goto(`${wire.url}/${path}`);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.evaluate("new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); })");
    page.off("request", note);
    expect(asked.slice(0, names.length).toSorted()).toEqual(names.toSorted());
    expect(asked.filter((name) => names.includes(name)).toSorted()).toEqual(names.toSorted());
  });
});

const folder = fileURLToPath(new URL("../../apps/console/dist/assets/", import.meta.url));
/** Bytes of the built file of this name. */
function sizeOf(name: RegExp): number {
  const file = readdirSync(folder).find((each) => name.test(each));
  if (file === undefined) throw new Error(`no built file is called ${name.source}`);
  return statSync(join(folder, file)).size;
}

describe("a view's own script", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
  const textOf = (file: string): string => readFileSync(join(folder, file), "utf8");
  /** What a file asks for, at once or later. */
  const importsOf = new Map(files.map((file) =>
    [file, [...textOf(file).matchAll(/(?:from|import)\s*\(?["'`]\.\/([^"'`]+\.js)["'`]/gu)].map(([, name = ""]) => name)]));
  const isView = (file: string): boolean => /View-/u.test(file);
  const reached = (file: string, known = new Set<string>(), later: (file: string) => boolean = () => true): ReadonlySet<string> => {
    if (known.has(file) || !later(file)) return known;
    known.add(file);
    for (const next of importsOf.get(file) ?? []) reached(next, known, later);
    return known;
  };
  const first = new Set(files.filter((file) => /^(?:vendor|shared|records|rolldown|index)-/u.test(file)));
  const onTheWire = (file: string): number => {
    const packed = join(folder, `${file}.gz`);
    return statSync(existsSync(packed) ? packed : join(folder, file)).size;
  };

  it("is at most 200 KB on the wire, with all that it may ask for later", () => {
    const own = files.filter(isView).map((view) => {
      const all = [...reached(view, new Set(), (file) => file === view || (!first.has(file) && !isView(file)))];
      return { view, kilobytes: all.reduce((sum, file) => sum + onTheWire(file), 0) / 1_024 };
    });
    expect(own.length).toBeGreaterThan(20);
    expect(own.filter(({ kilobytes }) => kilobytes > 200)).toEqual([]);
  });
});

describe.skipIf(noChromium !== undefined)("when Ballast is not there", () => {
  it("a server that stands still with its sockets open is seen, and the page is live again when it goes on", async () => {
    await status("Live");
    wire.state = "holds";
    await status("Ballast is not heard");
    wire.state = "carries";
    await status("Live");
  });

  it("a page that was not opened before says that it did not come, and comes by itself", async () => {
    wire.cut();
    await open("Reports");
    await page.getByText("This page could not be shown").waitFor();
    await status("Offline");
    wire.state = "carries";
    await heading("Reports");
    await status("Live");
  });

  it.each([
    ["of the first load", "shared", "services"],
    ["of a view", "ReportsView", "reports"],
  ])("a style sheet %s that did not come is fetched again", async (_, file, path) => {
    const sheet = new RegExp(`/assets/${file}-.*\\.css`, "u");
    let refused = 0;
    await page.route(sheet, (route) => (refused++ === 0 ? route.abort() : route.continue()));
    await (await page.context().newCDPSession(page)).send("Network.clearBrowserCache");
    await page.goto(`${wire.url}/${path}`);
    await until(() => refused > 1);
    // A sheet that failed stands in the list too, without a rule.
    await until(() =>
      page.evaluate<boolean>(
        `[...document.styleSheets].some((sheet) => sheet.href?.includes('/assets/${file}-') && sheet.cssRules.length > 0)`,
      ),
    );
    await page.unroute(sheet);
    await page.getByRole("heading", { level: 1 }).waitFor();
  });
});

describe.skipIf(noChromium !== undefined)("what is typed", () => {
  const dialog = () => page.getByRole("dialog");
  const name = () => dialog().getByLabel(/^Name/u).first();

  it("is back after Escape and a reload, and a lost answer is not called a failure", async () => {
    await page.goto(`${wire.url}/services`);
    await page.getByRole("button", { name: "Register a service" }).first().click();
    await name().fill("Under pressure");
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("button", { name: "Register a service" }).first().click();
    expect(await name().inputValue()).toBe("Under pressure");
    await dialog().getByText(/What you typed at/u).waitFor();
    wire.cut();
    await dialog().getByRole("button", { name: /^Register/u }).click();
    await dialog().getByText("Whether it was done is not known").waitFor();
    wire.state = "carries";
  });

  it("is sent by one press after signing in again inside the dialog", async () => {
    await page.context().clearCookies();
    await dialog().getByRole("button", { name: /^Register/u }).click();
    await dialog().getByText("Your session has ended").waitFor();
    const other = await page.context().newPage();
    await other.goto(await signInLink());
    await other.getByRole("heading", { level: 1, name: "Now" }).waitFor();
    await other.close();
    await dialog().getByRole("button", { name: /^Register/u }).click();
    await dialog().waitFor({ state: "detached" });
    await page.getByText("Under pressure").first().waitFor();
  });
});
