import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { own } from "@ballast/schema";
import { duration } from "@ballast/schema/words";
import { chromiumArguments } from "./chromium.ts";
import { converse, type Conversation } from "./conversation.ts";
import { memoryOfGroup } from "./memory.ts";

/** What printing may take. */
export interface Bounds {
  /** From the start of Chromium to the last byte, ms. */
  readonly withinMs: number;
  /** Memory of its processes together, bytes. */
  readonly mostBytes: number;
}

/** It ends by itself within this once it was asked to, ms. */
const endsWithinMs = 2_000;
/** What it said before it ended is read within this, ms. */
const lastWordsMs = 100;
/** So often its memory is looked at, ms. */
const looksMs = 200;
/** So much of what it said last is kept, for whoever asks why it failed. */
const MOST_SAID = 4_000;

const nothing = (): void => undefined;
const text = (of: Readonly<Record<string, unknown>>, name: string): string => {
  const value = own(of, name);
  if (typeof value !== "string") throw new Error(`it does not say ${name}`);
  return value;
};

/** One page of HTML as PDF: no script runs in it, and whatever it wants to load it is refused. */
async function printed({ ask }: Conversation, html: string): Promise<Buffer> {
  const targetId = text(await ask("Target.createTarget", { url: "about:blank" }), "targetId");
  const page = text(await ask("Target.attachToTarget", { targetId, flatten: true }), "sessionId");
  await ask("Emulation.setScriptExecutionDisabled", { value: true }, page);
  await ask("Fetch.enable", { patterns: [{ urlPattern: "*" }] }, page);
  const { frameTree } = await ask("Page.getFrameTree", {}, page) as { frameTree?: { frame?: { id?: unknown } } };
  await ask("Page.setDocumentContent", { frameId: frameTree?.frame?.id, html }, page);
  return Buffer.from(text(await ask("Page.printToPDF", { printBackground: true, preferCSSPageSize: true }, page), "data"), "base64");
}

/** Ends a Chromium and all that it started, by its id: it has a group of its own. */
function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) resolve();
    else child.once("exit", () => resolve());
  });

/** The last line in which Chromium says something, for people. */
const lastLine = (said: string): string => said.trim().split("\n").at(-1)?.trim() ?? "";

/**
 * Starts a Chromium, prints one page and ends it, whatever happens. It sees no network and none of this process' environment.
 * @throws Error with what went wrong: it does not start, takes too long or too much memory, or goes away
 */
export async function printOnce(program: string, html: string, { withinMs, mostBytes }: Bounds): Promise<Buffer> {
  const profile = await mkdtemp(join(tmpdir(), "ballast-print-"));
  const child = spawn(program, [...chromiumArguments(profile)], {
    detached: true, stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"], env: { PATH: process.env["PATH"], HOME: profile, TMPDIR: profile },
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (more: string) => void (said = (said + more).slice(-MOST_SAID)));
  const [to, from] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const chromium = converse({ to, from }, ({ requestId, sessionId, isDocument }) => {
    // One that wants to go elsewhere waits for an answer that never comes: refused, it would be at an error while it is printed.
    if (!isDocument) chromium.ask("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" }, sessionId).catch(nothing);
  });
  const sayEnd = (code: number | null, signal: string | null): void =>
    chromium.end(new Error(`it ended (${String(code ?? signal)})${lastLine(said) === "" ? "" : `: ${lastLine(said)}`}`));
  // What it said last may still be on its way.
  child.on("error", chromium.end).on("exit", (code, signal) => setTimeout(() => sayEnd(code, signal), lastWordsMs));
  const late = setTimeout(() => chromium.end(new Error(`it took longer than ${duration(withinMs)}`)), withinMs);
  const looks = setInterval(() => {
    if (child.pid !== undefined && memoryOfGroup(child.pid) > mostBytes)
      chromium.end(new Error(`it took more than ${String(Math.round(mostBytes / 1_048_576))} MB of memory`));
  }, looksMs);
  let patienceMs = 0;
  try {
    const pdf = await printed(chromium, html);
    patienceMs = endsWithinMs;
    chromium.ask("Browser.close").catch(nothing);
    return pdf;
  } finally {
    clearTimeout(late);
    clearInterval(looks);
    chromium.end(new Error("it is no longer asked"));
    const stop = setTimeout(() => kill(child), patienceMs);
    to.end();
    await ended(child);
    clearTimeout(stop);
    // Whatever it started and left behind.
    kill(child);
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
