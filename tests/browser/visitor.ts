import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { sizes } from "../harness/browser.ts";
import type { Stack } from "../harness/stack.ts";

/** Where one signs in and looks. */
type Place = Pick<Stack, "url" | "credential">;

const screenshots = fileURLToPath(new URL("../artefacts/screenshots/", import.meta.url));
mkdirSync(screenshots, { recursive: true });
/** Those that the README shows are made anew only when asked to: a run of the tests changes no tracked file. */
const ofReadme = fileURLToPath(new URL("./screenshots/", import.meta.url));
const renew = process.env["BALLAST_SCREENSHOTS"] === "keep";

/** All that changes with the scheme: what is broken besides is found in the other one. */
const ofColours = ["color-contrast", "link-in-text-block"];

/** How somebody looks at the console. */
export interface Looking {
  readonly size: keyof typeof sizes;
  readonly scheme: "light" | "dark";
}

/** Somebody signed in, with one window; what fails in the browser is kept. */
export class Visitor {
  readonly page: Page;
  readonly errors: string[] = [];
  private readonly stack: Place;
  private readonly size: Looking["size"];
  private scheme: Looking["scheme"];

  private constructor(page: Page, stack: Place, { size, scheme }: Looking) {
    this.page = page;
    this.stack = stack;
    this.size = size;
    this.scheme = scheme;
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  /** Signs in by a fresh link, as the start prints it. */
  static async signIn(browser: Browser, stack: Place, looking: Looking): Promise<Visitor> {
    const page = await browser.newPage({ viewport: sizes[looking.size], colorScheme: looking.scheme });
    const visitor = new Visitor(page, stack, looking);
    const response = await fetch(`${stack.url}/local/sign-in-link`, {
      method: "POST", headers: { authorization: `Bearer ${stack.credential}` },
    });
    const { url } = (await response.json()) as { url: string };
    await page.goto(url);
    await visitor.heading("Now");
    return visitor;
  }

  /** The same of somebody who has a password. */
  static async signInAs(browser: Browser, stack: Place, who: Readonly<Record<"login" | "password", string>>): Promise<Visitor> {
    const page = await browser.newPage({ viewport: sizes.desk, colorScheme: "light" });
    const visitor = new Visitor(page, stack, { size: "desk", scheme: "light" });
    await page.request.post(`${stack.url}/session`, { data: who });
    await visitor.open("/", "Now");
    return visitor;
  }

  /** Waits until the page's title says what it is. */
  heading(name: string | RegExp): Promise<void> {
    return this.page.getByRole("heading", { level: 1, name }).waitFor();
  }

  /** Opens a page by its address, as a link in a chat would. */
  async open(path: string, heading: string | RegExp): Promise<void> {
    await this.page.goto(new URL(path, this.stack.url).href);
    await this.heading(heading);
  }

  /** Presses what says so; in the dialog where one is open. */
  press(name: string | RegExp): Promise<void> {
    return this.page.getByRole("button", { name }).first().click();
  }

  /** Gives the command of the open dialog and waits until it is accepted. */
  async confirm(name: string | RegExp, why?: string): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    if (why !== undefined) await dialog.getByLabel(/^Why/u).fill(why);
    await dialog.getByRole("button", { name }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Waits until the page says it. */
  reads(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).first().waitFor({ timeout: 120_000 });
  }

  /** Light and dark change places, as a system does at dusk; the page follows. */
  private async turn(): Promise<void> {
    this.scheme = this.scheme === "light" ? "dark" : "light";
    await this.page.emulateMedia({ colorScheme: this.scheme });
    await this.page.locator(`html[data-theme=${this.scheme}]`).waitFor();
  }

  /**
   * What axe finds on the page as it came and in the other scheme, of which it keeps a picture each. It stays in that
   * one: of pages looked at in turn, one comes up light, the next one dark.
   */
  async brokenInLightAndDark(name: string): Promise<readonly string[]> {
    await this.picture(name);
    const first = (await this.broken()).map((rule) => `${this.scheme}: ${rule}`);
    await this.turn();
    await this.picture(name);
    return [...first, ...(await this.broken(ofColours)).map((rule) => `${this.scheme}: ${rule}`)];
  }

  /** Keeps a picture of what is on the screen. */
  async picture(name: string): Promise<void> {
    const { size, scheme } = this;
    const file = `${name}-${size}${scheme === "dark" ? "-dark" : ""}.png`;
    await this.page.screenshot({ path: `${screenshots}${file}`, animations: "disabled" });
    if (renew && existsSync(`${ofReadme}${file}`)) copyFileSync(`${screenshots}${file}`, `${ofReadme}${file}`);
  }

  /** Rules of WCAG 2.2 A and AA that the page breaks, each with where; of these alone, where some are named. */
  async broken(rules: readonly string[] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]): Promise<readonly string[]> {
    // Not as a script of the page: its content security policy runs none that is not its own.
    if (!(await this.page.evaluate<boolean>('"axe" in window'))) await this.page.evaluate(axe.source);
    return this.page.evaluate<readonly string[]>(
      `axe.run({ runOnly: ${JSON.stringify(rules)} }).then(({ violations }) => violations.map(({ id, impact, nodes }) => impact + " " + id + ": " + nodes.map(({ target }) => JSON.stringify(target)).slice(0, 3).join(" ")))`,
    );
  }
}
