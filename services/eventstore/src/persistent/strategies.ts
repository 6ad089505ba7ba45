import { parseLink } from "../read/resolveLink.ts";
import { LINK_TYPE } from "../storage/records.ts";
import type { Consumer } from "./consumer.ts";
import type { ConsumerStrategy } from "./groupSettings.ts";
import type { Message } from "./message.ts";

/** Chooses the consumer for a message. */
export type Chooser = {
  /** Undefined when no consumer may take it now. */
  choose(consumers: readonly Consumer[], message: Message): Consumer | undefined;
  /** Whether a message that must wait lets others past it. */
  readonly overtaking: boolean;
};

/** The chooser of a strategy. */
export function createChooser(strategy: ConsumerStrategy): Chooser {
  switch (strategy) {
    case "RoundRobin":
      return createRoundRobin();
    case "DispatchToSingle":
      return { overtaking: false, choose: (consumers) => consumers.find((consumer) => consumer.slots > 0) };
    case "Pinned":
      return { overtaking: true, choose: choosePinnedBy(streamOf) };
    case "PinnedByCorrelation":
      return { overtaking: true, choose: choosePinnedBy(correlationOf) };
  }
}

function createRoundRobin(): Chooser {
  let turn = 0;
  return {
    overtaking: false,
    choose(consumers) {
      for (let step = 0; step < consumers.length; step += 1) {
        const candidate = consumers[(turn + step) % consumers.length];
        if (candidate === undefined || candidate.slots === 0) continue;
        turn = (turn + step + 1) % consumers.length;
        return candidate;
      }
      return undefined;
    },
  };
}

/**
 * Messages with the same key go to one consumer. Rendezvous hashing: when a consumer comes or goes, only the keys it
 * gets or had move.
 */
function choosePinnedBy(keyOf: (message: Message) => string): Chooser["choose"] {
  return (consumers, message) => {
    const key = keyOf(message);
    let chosen: Consumer | undefined;
    let highest = -1;
    for (const consumer of consumers) {
      const weight = hash(`${consumer.id}/${key}`);
      if (weight <= highest) continue;
      highest = weight;
      chosen = consumer;
    }
    return chosen !== undefined && chosen.slots > 0 ? chosen : undefined;
  };
}

/** A link counts for the stream it leads to, also when it is delivered unresolved. */
function streamOf({ resolved }: Message): string {
  const { event, link } = resolved;
  if (link !== undefined) return parseLink(link.data)?.stream ?? link.stream;
  if (event?.type === LINK_TYPE) return parseLink(event.data)?.stream ?? event.stream;
  return event?.stream ?? "";
}

/** `$correlationId` in the event's metadata; an event without one goes by its stream. */
function correlationOf(message: Message): string {
  const { event, link } = message.resolved;
  const metadata = (event ?? link)?.metadata;
  if (metadata === undefined || metadata.byteLength === 0) return streamOf(message);
  try {
    const parsed: unknown = JSON.parse(Buffer.from(metadata).toString("utf8"));
    if (typeof parsed !== "object" || parsed === null || !("$correlationId" in parsed)) return streamOf(message);
    return typeof parsed.$correlationId === "string" ? parsed.$correlationId : streamOf(message);
  } catch {
    return streamOf(message);
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(value) >>> 0;
}

/** FNV's high bits depend little on the last characters; this spreads them. */
function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
