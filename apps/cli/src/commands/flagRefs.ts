import { spawnSync } from "node:child_process";
import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { counted, short } from "../print/words.ts";
import { acting, type Session } from "./session.ts";

/** A place in a work tree where a flag's key stands. */
export interface Reference {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What may stand in a key: a longer word that begins or ends with a key is another one. */
const keyCharacter = /[A-Za-z0-9_-]/;

/** Whether the key stands in the text as a word of its own. */
export function mentions(text: string, key: string): boolean {
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + key.length)];
    if (!keyCharacter.test(before) && !keyCharacter.test(after)) return true;
  }
  return false;
}

const lineOf = /^([^\0]*)\0(\d+)\0?:?(.*)$/su;

/** Where these keys stand in the files that git knows, or would take up, of a work tree. @throws {CommandFailure} where it is none */
export function referencesIn(folder: string, keys: readonly string[]): readonly Reference[] {
  if (keys.length === 0) return [];
  const args = ["-C", folder, "grep", "-n", "-I", "-z", "--no-color", "--untracked", "--fixed-strings", "-f", "-"];
  const { status, stdout, stderr, error } = spawnSync("git", args, {
    input: `${keys.join("\n")}\n`, encoding: "utf8", maxBuffer: 256 * 1024 * 1024,
  });
  // Where it ended with a word of its own, that counts: it may have closed its input before it was told everything.
  if (status === null && error !== undefined)
    throw new CommandFailure({ code: "NO_GIT", message: `git cannot be run: ${error.message}.`, remedy: "Install git." });
  // 1: nothing was found.
  if (status !== 0 && status !== 1)
    throw usageFailure(`${folder} cannot be searched: ${stderr.trim()}`, "Name the folder of a git work tree.");
  return stdout.split("\n").flatMap((found) => {
    const [, file, line, text = ""] = lineOf.exec(found) ?? [];
    return file === undefined
      ? []
      : keys.filter((key) => mentions(text, key)).map((key) => ({ key, file, line: Number(line), text: text.trim() }));
  });
}

const keysDocument = graphql(`
  query ManagedKeys($after: String) {
    flags(filter: { managed: true, present: true }, sort: KEY_ASC, first: 500, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { name } }
    }
  }
`);

/** The keys of all managed flags that are in use. */
async function managedKeys(session: Session): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { flags }: ResultOf<typeof keysDocument> = await session.client.query(keysDocument, { after });
    keys.push(...flags.edges.map(({ node }) => node.name));
    [more, after] = [flags.pageInfo.hasNextPage, flags.pageInfo.endCursor];
  }
  return keys;
}

/** Where code asks for flags; with `--json`, whole. */
export const refs = acting(async (session, { args: [folder = ".", ...asked] }) => {
  const keys = asked.length > 0 ? asked : await managedKeys(session);
  const found = referencesIn(folder, keys);
  const byKey = keys.map((key) => ({ key, references: found.filter((one) => one.key === key) }));
  session.show({ flags: byKey }, () =>
    byKey.flatMap(({ key, references }) => [
      references.length === 0
        ? `${bold(key)}  ${dim("is not there: no code of this work tree asks for it")}`
        : `${bold(key)}  ${counted(references.length, "place")}`,
      ...references.slice(0, 20).map(({ file, line, text }) => `  ${file}:${String(line)}  ${dim(short(text, 90))}`),
      ...(references.length > 20 ? [dim(`  and ${String(references.length - 20)} more: --json lists them all`)] : []),
    ]),
  );
});
