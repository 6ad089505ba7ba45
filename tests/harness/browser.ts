import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The real Chromium to drive: `CHROMIUM`, or where systems put it. */
export const chromiumPath: string | undefined = [process.env["CHROMIUM"], ...places].find((path) => path !== undefined && existsSync(path));

/** Why a browser test cannot run here; undefined where it can. For `test.skipIf(noChromium)`. */
export const noChromium: string | undefined =
  chromiumPath === undefined ? "Chromium is not installed (apt-get install chromium, or set CHROMIUM)" : undefined;

const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts Chromium without a window. @throws where there is none */
export async function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(noChromium);
  return chromium.launch({ executablePath: chromiumPath, args: flags });
}

/** The two sizes every view is looked at in. */
export const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
