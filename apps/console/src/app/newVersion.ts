import { draftsOutliveReload } from "../api/draftStore.ts";

/** The console's first module in a page of it: each build gives it another name. */
export function entryIn(html: string): string | null {
  return /<script\b[^>]*\btype="module"[^>]*\bsrc="(\/assets\/[^"]+)"/u.exec(html)?.[1] ?? null;
}

/** Whether Ballast serves another version of the console by now than the one that runs here, whose parts are gone. */
export async function isReplaced(): Promise<boolean> {
  const here = entryIn(document.documentElement.outerHTML);
  if (here === null) return false;
  try {
    const served = entryIn(await (await fetch("/", { cache: "no-store", signal: AbortSignal.timeout(10_000) })).text());
    return served !== null && served !== here;
  } catch {
    // Nobody answers: then it is the network that did not bring the part.
    return false;
  }
}

const reloadedName = "ballast.reloaded-at";
/** While servers of two versions answer by turns, a reload may bring the old one back: then a person decides. */
const onceInMs = 60_000;

/** Whether the page may be loaded anew by itself: nothing typed is lost by it, and it was not just done. */
export function mayReload(commandOpen: boolean, now = Date.now()): boolean {
  if (commandOpen || !draftsOutliveReload()) return false;
  return now - Number(sessionStorage.getItem(reloadedName) ?? 0) > onceInMs;
}

/** Loads the new version. What was typed is kept. */
export function reload(): void {
  try {
    sessionStorage.setItem(reloadedName, String(Date.now()));
  } catch {
    // A full storage keeps nothing more; what is in it stays.
  }
  location.reload();
}
