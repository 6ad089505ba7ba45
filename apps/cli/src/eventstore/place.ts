import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { baseFolder, currentFolder } from "../start/folders.ts";

const logName = "log.sqlite";

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** The event store's folder in an instance's. */
const storeIn = (folder: string): string => join(folder, "eventstore");

/**
 * The log file that a path means: a log or backup itself, the folder of one, or the data folder of an instance; without
 * a path the log of the instance that was started last.
 * @throws {CommandFailure} NO_LOG that says where it looked
 */
export function findLog(given?: string): string {
  if (given !== undefined && isFile(resolve(given))) return resolve(given);
  const instance = currentFolder(given);
  const folders = [...(given === undefined ? [] : [resolve(given)]), ...(instance === undefined ? [] : [storeIn(instance)])];
  const found = folders.map((folder) => join(folder, logName)).find(isFile);
  if (found !== undefined) return found;
  const looked = folders.length === 0 ? [baseFolder()] : folders;
  throw new CommandFailure({
    code: "NO_LOG", message: `There is no event log here (looked in ${looked.join(" and ")}).`,
    remedy: "Name it with --data: a log or backup file, its folder, or the data folder of an instance.",
  });
}

/** Where a restored log goes: where one is, or else where one would be. @throws {CommandFailure} without any place */
export function placeForLog(given?: string): string {
  if (given !== undefined && (isFile(resolve(given)) || given.endsWith(".sqlite"))) return resolve(given);
  return join(placeForStore(given), logName);
}

/**
 * The folder a server keeps its log in: the given one, or the event store's in the given or last started instance.
 * @throws {CommandFailure} where nothing says it
 */
export function placeForStore(given?: string, env: NodeJS.ProcessEnv = process.env): string {
  if (given !== undefined && existsSync(join(resolve(given), logName))) return resolve(given);
  const instance = currentFolder(given);
  if (instance !== undefined) return storeIn(instance);
  if (given !== undefined) return resolve(given);
  const base = env["BALLAST_DATA"];
  if (base !== undefined && base !== "") return storeIn(resolve(base));
  throw usageFailure("Say where the log is to be kept.", "Give --data DIR, for example: ballast eventstore --port 2113 --data ./data");
}
