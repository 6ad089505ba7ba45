import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { ApiServer } from "../../graphql/context.ts";
import type { Duty } from "../../slice.ts";
import type { Document } from "./document.ts";
import { keptSite } from "./kept.ts";
import type { Site } from "./site.ts";

/** What is told together is written together, ms; and pages that take long to make wait as often as they take. */
const GATHER_MS = 300;
const REST = 4;
/** So often what says its own age is written anew, ms; and everything else, whose days go on, each so many of these. */
const EVERY_MS = 60_000;
/** So often it is looked whether the log has been read to its end, ms. */
const AGAIN_MS = 1_000;
const ALL_EVERY = 30;

/** What states when it was written: the first view of a page. */
const isFront = (path: string): boolean => /^\/status(\/[^/]+)?$/u.test(path);

/** Where a path stands as a file: views without an ending are the index of a folder, as every web server has it. */
export const fileOf = (path: string): string => (/\.\w+$/u.test(path) ? path : `${path}/index.html`);

/** Writes documents as files that a web server can serve; each file is whole at any moment. */
export class SiteFiles {
  readonly #folder: string;
  /** Tags by file: what is as it was is not written again. */
  readonly #written = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** Writes what differs of the site, or of its first views; takes away what is not in it any more. */
  async write(site: Site, { onlyFronts }: { readonly onlyFronts: boolean }): Promise<void> {
    const files = new Set<string>();
    for (const [path, make] of site) {
      files.add(fileOf(path));
      if (onlyFronts && !isFront(path)) continue;
      await this.#put(fileOf(path), make());
      if (path === "/status") await this.#put("/index.html", make());
    }
    if (files.has("/status/index.html")) files.add("/index.html");
    if (!onlyFronts) await this.#takeAway(files);
  }

  async #put(file: string, { body, etag }: Document): Promise<void> {
    if (this.#written.get(file) === etag) return;
    const to = join(this.#folder, file);
    const beside = `${to}.${randomUUID()}.new`;
    await mkdir(dirname(to), { recursive: true });
    await writeFile(beside, body);
    await rename(beside, to);
    this.#written.set(file, etag);
  }

  async #takeAway(files: ReadonlySet<string>): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const entry of await readdir(this.#folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name).slice(this.#folder.length);
      if (files.has(file) || !this.#isOurs(file)) continue;
      await rm(join(this.#folder, file), { force: true });
      this.#written.delete(file);
    }
  }

  /** The folder may be one that somebody shares: only what has the shape of ours is taken away. */
  #isOurs(file: string): boolean {
    return this.#written.has(file) || /^\/(status|api\/v2)\/|^\/(index\.html|history\.(atom|rss))$/u.test(file);
  }
}

/** Keeps the pages as files beside serving them: they are there when this server is not. */
export function writingSite(server: ApiServer): Duty {
  const { statusFolder } = server;
  if (statusFolder === undefined) return { stop: () => Promise.resolve() };
  const files = new SiteFiles(statusFolder);
  const kept = keptSite(server);
  let working: Promise<void> = Promise.resolve();
  let gathering: NodeJS.Timeout | null = null;
  let begins: NodeJS.Timeout | undefined;
  let turn = 0;
  let tookMs = 0;
  const write = (onlyFronts: boolean): void => {
    // What is not known yet would be taken away, and readers would have neither this server nor its files.
    if (!kept.isRead()) {
      clearTimeout(begins);
      begins = setTimeout(() => write(false), AGAIN_MS).unref();
      return;
    }
    working = working
      .then(() => {
        const began = performance.now();
        const site = kept.site({ fresh: true });
        tookMs = performance.now() - began;
        return files.write(site, { onlyFronts });
      })
      .catch((err: unknown) => server.logger.error({ err, folder: statusFolder }, "the status pages could not be written as files"));
  };
  const unsubscribe = kept.onChange(() => {
    gathering ??= setTimeout(() => {
      gathering = null;
      write(false);
    }, Math.max(GATHER_MS, REST * tookMs));
  });
  const timer = setInterval(() => {
    turn += 1;
    write(turn % ALL_EVERY !== 0);
  }, EVERY_MS);
  timer.unref();
  write(false);
  return {
    async stop() {
      unsubscribe();
      clearInterval(timer);
      clearTimeout(begins);
      if (gathering !== null) clearTimeout(gathering);
      await working;
    },
  };
}
