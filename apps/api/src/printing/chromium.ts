import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What systems call it. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** Where it stands on a Mac, which puts no program on PATH. */
const elsewhere = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/** The Chromium of this machine: `BALLAST_CHROMIUM` or `CHROMIUM`, else where systems put it; null where there is none. */
export function chromiumOf(env: NodeJS.ProcessEnv): string | null {
  const given = env["BALLAST_CHROMIUM"] ?? env["CHROMIUM"];
  if (given !== undefined && given !== "") return existsSync(given) ? given : null;
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere].find((path) => existsSync(path)) ?? null;
}

/** How it is started: without a window, without anything that it would fetch or keep, steered through a pipe that no other process has. */
export const chromiumArguments = (profile: string): readonly string[] => [
  "--headless", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
  "--no-default-browser-check", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-default-apps", "--disable-breakpad", "--mute-audio", "--no-pings", "--password-store=basic", "--use-mock-keychain",
  // No name leads anywhere; pages are refused every request as well.
  "--host-resolver-rules=MAP * ~NOTFOUND",
  // It does not start with its sandbox as root, as in most containers: there what is printed runs no script and loads nothing all the same.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
