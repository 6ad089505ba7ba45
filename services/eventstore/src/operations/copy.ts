import { TOMBSTONE_TYPE } from "../storage/records.ts";
import type { RecordedEvent } from "../storage/records.ts";
import { RemoteStore } from "./copy/remoteStore.ts";
import type { RemoteEvent } from "./copy/remoteStore.ts";
import { SourceLog } from "./copy/sourceLog.ts";
import type { OnProgress } from "./progress.ts";
import { OperationError, withLogFile } from "./readLog.ts";

/** What to copy where. */
export type CopyRequest = {
  /** The log file; a server may be running on it. */
  readonly from: string;
  /** `esdb://…` */
  readonly to: string;
  readonly onProgress?: OnProgress;
};

/** How many events were compared and found the same on both sides, and how many of them were copied this time. */
export type CopyResult = { readonly copied: number; readonly compared: number };

const MOST_EVENTS = 200;
const MOST_BYTES = 512 * 1024;

/**
 * Copies a log to another store: the same streams, revisions, ids, types, data and metadata, in the same order.
 * Positions and times of recording are the target's own, and so are its users (`$user-…`). Can be repeated after a
 * break: what is there is not copied again. At the end everything is read back and compared.
 *
 * @throws OperationError when the target holds something else, or the comparison finds a difference.
 */
export function copyLog({ from, to, onProgress }: CopyRequest): Promise<CopyResult> {
  return withLogFile(from, async (database) => {
    const source = new SourceLog(database);
    const target = new RemoteStore(to);
    const work: Work = { source, target, onProgress };
    try {
      const copied = await copyMissing(work, await countPresent(work));
      return { copied, compared: await compare(work) };
    } finally {
      target.close();
    }
  });
}

type Work = { readonly source: SourceLog; readonly target: RemoteStore; readonly onProgress: CopyRequest["onProgress"] };

/** How far each stream is already there, so that a repeated copy asks nothing twice. */
async function countPresent({ source, target, onProgress }: Work): Promise<Map<string, number>> {
  const present = new Map<string, number>();
  for await (const event of target.readAll()) {
    const same = source.find(event.stream, Number(event.revision));
    if (same?.id !== event.id) continue;
    present.set(event.stream, Number(event.revision) + 1);
    onProgress?.(same.position, source.end, "looking at what is there");
  }
  return present;
}

async function copyMissing({ source, target, onProgress }: Work, present: ReadonlyMap<string, number>): Promise<number> {
  let copied = 0;
  let run: RecordedEvent[] = [];
  const flush = async (): Promise<void> => {
    await target.append(run);
    copied += run.length;
    const last = run.at(-1);
    if (last !== undefined) onProgress?.(last.position, source.end, "copying");
    run = [];
  };
  for (const event of source.eventsAfter(0)) {
    if (event.type === TOMBSTONE_TYPE) {
      await flush();
      await target.tombstone(event);
      continue;
    }
    if (event.revision < (present.get(event.stream) ?? 0)) continue;
    if (!fits(run, event)) await flush();
    run.push(event);
  }
  await flush();
  return copied;
}

/** Neighbours of one stream go together, up to what one append may hold. */
function fits(run: readonly RecordedEvent[], event: RecordedEvent): boolean {
  const [first] = run;
  if (first === undefined) return true;
  if (first.stream !== event.stream || run.length >= MOST_EVENTS) return false;
  let bytes = 0;
  for (const one of [...run, event]) bytes += one.data.byteLength + one.metadata.byteLength;
  return bytes <= MOST_BYTES;
}

async function compare({ source, target, onProgress }: Work): Promise<number> {
  let compared = 0;
  for await (const event of target.readAll()) {
    if (event.type === TOMBSTONE_TYPE) continue;
    const original = source.find(event.stream, Number(event.revision));
    if (original === undefined || original.position > source.end) continue;
    if (!isSame(original, event)) {
      throw differs(`Revision ${event.revision} of stream ${event.stream} differs in the copy`);
    }
    compared += 1;
    onProgress?.(original.position, source.end, "comparing");
  }
  let expected = 0;
  for (const event of source.eventsAfter(0)) if (event.type !== TOMBSTONE_TYPE) expected += 1;
  if (compared !== expected) throw differs(`The copy has ${compared} of ${expected} events`);
  return compared;
}

const differs = (message: string): OperationError =>
  new OperationError(message, "Copy into an empty store, and keep others from writing there.");

function isSame(original: RecordedEvent, copy: RemoteEvent): boolean {
  return (
    original.id === copy.id &&
    original.type === copy.type &&
    Buffer.compare(original.data, copy.data) === 0 &&
    Buffer.compare(original.metadata, copy.metadata) === 0
  );
}
