import type { CreateReq, UpdateReq } from "@eventstore/db-client/generated/persistent_pb.js";
import { StoreError } from "../../failures.ts";
import type { ConsumerStrategy, GroupSettings, StartFrom } from "../../persistent/groupSettings.ts";
import type { FilterDescription } from "../../read/filter.ts";
import { decodePlace, decodeStream } from "../decode.ts";
import { describeFilter } from "../streams/decodeRead.ts";

/** A group to create or update. */
export type DecodedGroup = { readonly source: string; readonly name: string; readonly settings: GroupSettings };

const TICKS_PER_MILLISECOND = 10_000;
/** By their numbers in the protocol; the last has none, and is only asked for by its name. */
const STRATEGIES: readonly ConsumerStrategy[] = ["DispatchToSingle", "RoundRobin", "Pinned", "PinnedByCorrelation"];
const NUMBERED = 3;

/** @throws StoreError `invalidArgument` or `groupFailed`. */
export function decodeGroup(options: CreateReq.Options | UpdateReq.Options | undefined): DecodedGroup {
  const settings = options?.getSettings();
  if (options === undefined || settings === undefined) throw invalid("A persistent subscription needs settings.");
  const name = options.getGroupName();
  if (name === "") throw invalid("A persistent subscription needs a group name.");
  const { source, startFrom, filter } = decodeSource(options);
  const strategy = decodeStrategy(settings);
  const refuse = (reason: string): StoreError => new StoreError({ kind: "groupFailed", stream: source, group: name, reason });
  if (strategy === undefined) throw refuse(`Consumer strategy ${nameOfStrategy(settings)} does not exist.`);
  const decoded = { ...decodeSettings(settings, startFrom), strategy };
  if (decoded.readBatchSize > decoded.historyBufferSize) {
    throw refuse("The read batch size must not be greater than the history buffer size.");
  }
  return { source, name, settings: { ...decoded, ...(filter === undefined ? {} : { filter }) } };
}

type Settings = CreateReq.Settings | UpdateReq.Settings;

/** Undefined for one that there is not. */
function decodeStrategy(settings: Settings): ConsumerStrategy | undefined {
  const name = nameOfStrategy(settings);
  return STRATEGIES.find((strategy, number) => strategy === name || (number < NUMBERED && String(number) === name));
}

/** Newer clients send a name when they create a group; others, and every update, a number. */
function nameOfStrategy(settings: Settings): string {
  const text = "getConsumerStrategy" in settings ? settings.getConsumerStrategy() : "";
  return text === "" ? String(settings.getNamedConsumerStrategy()) : text;
}

type Source = { source: string; startFrom: StartFrom; filter: FilterDescription | undefined };

function decodeSource(options: CreateReq.Options | UpdateReq.Options): Source {
  const all = options.getAll();
  if (all !== undefined) {
    const filter = "getFilter" in all ? all.getFilter() : undefined;
    const startFrom = decodeStart(all, all.getPosition()?.getCommitPosition());
    return { source: "$all", startFrom, filter: filter === undefined ? undefined : describeFilter(filter) };
  }
  const stream = options.getStream();
  if (stream !== undefined) {
    const startFrom = decodeStart(stream, stream.hasRevision() ? stream.getRevision() : undefined);
    return { source: decodeStream(stream.getStreamIdentifier()), startFrom, filter: undefined };
  }
  // The form of old clients: the stream beside the settings, the start within them.
  const revision = options.getSettings()?.getRevision() ?? "0";
  return { source: decodeStream(options.getStreamIdentifier()), startFrom: decodeRevision(revision), filter: undefined };
}

function decodeStart(options: { hasEnd(): boolean }, place: string | undefined): StartFrom {
  if (place !== undefined) return decodeRevision(place);
  return options.hasEnd() ? "end" : "start";
}

function decodeRevision(text: string): StartFrom {
  const place = decodePlace(text);
  return place === Number.POSITIVE_INFINITY ? "end" : place;
}

function decodeSettings(settings: Settings, startFrom: StartFrom): Omit<GroupSettings, "strategy"> {
  return {
    startFrom,
    resolveLinks: settings.getResolveLinks(),
    extraStatistics: settings.getExtraStatistics(),
    maxRetryCount: settings.getMaxRetryCount(),
    minCheckpointCount: settings.getMinCheckpointCount(),
    maxCheckpointCount: settings.getMaxCheckpointCount(),
    maxSubscriberCount: settings.getMaxSubscriberCount(),
    liveBufferSize: settings.getLiveBufferSize(),
    readBatchSize: settings.getReadBatchSize(),
    historyBufferSize: settings.getHistoryBufferSize(),
    messageTimeout: settings.hasMessageTimeoutTicks()
      ? Number(settings.getMessageTimeoutTicks()) / TICKS_PER_MILLISECOND
      : settings.getMessageTimeoutMs(),
    checkpointAfter: settings.hasCheckpointAfterTicks()
      ? Number(settings.getCheckpointAfterTicks()) / TICKS_PER_MILLISECOND
      : settings.getCheckpointAfterMs(),
  };
}

function invalid(message: string): StoreError {
  return new StoreError({ kind: "invalidArgument", message });
}
