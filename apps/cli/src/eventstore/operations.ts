import { resolve } from "node:path";
import { backupLog, compactLog, copyLog, readStats, restoreLog, upgradeLog, verifyLog } from "@ballast/eventstore";
import type { LogStats } from "@ballast/eventstore";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import { confirm } from "../commands/confirm.ts";
import { mark } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { bytes, counted, exact } from "../print/words.ts";
import { operating } from "./operating.ts";
import { findLog, placeForLog } from "./place.ts";

const nothingChanged = "Nothing was changed.";

function statsLines(stats: LogStats): readonly string[] {
  const { largestStreams, subscriptionGroups } = stats;
  return [
    ...facts([
      ["log", stats.file],
      ["size", bytes(stats.bytes)],
      ["events", String(stats.events)],
      ["streams", String(stats.streams)],
      ["last position", String(stats.lastPosition)],
      ["first event", exact(stats.firstCreatedAt)],
      ["last event", exact(stats.lastCreatedAt)],
    ]),
    ...(largestStreams.length === 0
      ? []
      : [
          "",
          ...table(
            [{ head: "largest streams" }, { head: "events", right: true }],
            largestStreams.map(({ stream, events }) => [stream, String(events)]),
          ),
        ]),
    ...(subscriptionGroups.length === 0
      ? []
      : [
          "",
          ...table(
            [{ head: "groups" }, { head: "of" }, { head: "checkpoint", right: true }],
            subscriptionGroups.map(({ name, source, checkpoint }) => [
              name,
              source,
              checkpoint === undefined ? "none yet" : String(checkpoint),
            ]),
          ),
        ]),
  ];
}

/** `stats`: what is in a log. */
export const stats = operating(nothingChanged, async ({ flags, show }) => {
  const found = await readStats(findLog(flags.data));
  show(found, () => statsLines(found));
});

/** `verify`: whether a log is sound; ends with 5 when it is not. `--upgrade` gives a sound log of before its hashes. */
export const verify = operating<{ readonly upgrade?: true }>(nothingChanged, async ({ flags, show, onProgress }) => {
  const file = findLog(flags.data);
  let found = await verifyLog(file, onProgress);
  if (flags.upgrade === true && found.problems.length === 0 && (await upgradeLog(file, onProgress)) > 0)
    found = await verifyLog(file, onProgress);
  const { events, problems, unhashed } = found;
  const sound = problems.length === 0;
  show({ file, sound, events, problems, unhashed }, () =>
    sound
      ? [
          mark("good", `${file} is sound: ${counted(events, "event")}, in order, each with its id, none missing.`),
          ...(unhashed === 0
            ? []
            : [
                `${counted(unhashed, "event")} of before have no hash, by which altered bytes are seen: \`ballast eventstore verify --upgrade\` gives them theirs while no server runs.`,
              ]),
        ]
      : [
          mark("bad", `${file} is not sound:`),
          ...problems.map((problem) => `  ${problem}`),
          "Stop the server, keep a copy of the file, and `ballast eventstore restore` a backup.",
        ],
  );
  if (!sound) process.exitCode = exitCodes.endedBadly;
});

/** `backup FILE`: a consistent copy, also while a server runs. */
export const backup = operating(
  "What was copied so far is in FILE.unfinished, and no backup.",
  async ({ args: [to = ""], flags, show, onProgress }) => {
    const result = await backupLog({ from: findLog(flags.data), to: resolve(to), onProgress });
    show(result, () => [`${result.file}: ${counted(result.events, "event")}, verified.`]);
  },
);

/** `restore FILE`: puts a backup in the place of a log. */
export const restore = operating(
  "The log is as it was, unless it had been set aside already: look for .before-restore beside it.",
  async ({ args: [from = ""], flags, show, onProgress }) => {
    const result = await restoreLog({ from: findLog(from), to: placeForLog(flags.data), onProgress });
    show(result, () => [
      `${result.file} is restored: ${counted(result.events, "event")}.`,
      ...(result.before === undefined ? [] : [`What was there is kept as ${result.before}.`]),
    ]);
  },
);

/** `compact`: removes for good what readers see no more. */
export const compact = operating<{ readonly yes?: true }>(
  "What was removed is removed; the same command goes on from there.",
  async ({ flags, show, onProgress }) => {
    const file = findLog(flags.data);
    if (flags.yes !== true && !(await confirm(`Remove for good what is truncated or deleted in ${file}?`))) {
      throw new CommandFailure({ code: "NOT_CONFIRMED", message: "Nothing was removed." });
    }
    const result = await compactLog(file, onProgress);
    show({ file, ...result }, () => [
      `${counted(result.removed, "event")} removed; ${bytes(result.bytesBefore)} before, ${bytes(result.bytesAfter)} now.`,
    ]);
  },
);

/** `copy --to esdb://…`: moves a log to another store, and compares the two. */
export const copy = operating<{ readonly to: string }>(
  "What was copied stays; the same command goes on from there.",
  async ({ flags, show, onProgress }) => {
    const result = await copyLog({ from: findLog(flags.data), to: flags.to, onProgress });
    show(result, () => [
      `${counted(result.copied, "event")} copied; ${counted(result.compared, "event")} compared, all the same on both sides.`,
    ]);
  },
);
