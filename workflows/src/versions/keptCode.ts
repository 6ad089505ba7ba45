import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeIn, type WorkflowCode } from "./workflowCode.ts";

const ending = ".js";

/**
 * The workflow code of every version that was run on this machine and may still have something to finish, in a folder of
 * the instance: an installation that is updated overwrites its own.
 */
export class KeptCode {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps a version's code, whole or not at all. */
  keep({ buildId, text }: WorkflowCode): void {
    const path = this.#pathOf(buildId);
    if (existsSync(path)) return;
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  }

  /** Code of other versions; what was altered since is none of theirs. */
  former(current: string): readonly WorkflowCode[] {
    if (!existsSync(this.#folder)) return [];
    const names = readdirSync(this.#folder).filter((name) => name.endsWith(ending) && name !== `${current}${ending}`);
    return names
      .map((name) => ({ name, code: codeIn(join(this.#folder, name)) }))
      .flatMap(({ name, code }) => (name === `${code.buildId}${ending}` ? [code] : []));
  }

  /** It has drained: nothing will ask for it again. */
  forget(buildId: string): void {
    rmSync(this.#pathOf(buildId), { force: true });
  }

  #pathOf(buildId: string): string {
    return join(this.#folder, `${buildId}${ending}`);
  }
}
