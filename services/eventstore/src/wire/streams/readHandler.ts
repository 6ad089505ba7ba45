import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ReadReq } from "@eventstore/db-client/generated/streams_pb.js";
import type { ServerWritableStream } from "@grpc/grpc-js";
import type { StoreContext } from "../../context.ts";
import { readAll } from "../../read/readAll.ts";
import { readStream } from "../../read/readStream.ts";
import type { ResolvedEvent } from "../../storage/records.ts";
import { subscribeToAll } from "../../subscriptions/allSubscription.ts";
import { subscribeToStream } from "../../subscriptions/streamSubscription.ts";
import type { SubscriptionItem } from "../../subscriptions/subscription.ts";
import { Wakeup } from "../../subscriptions/wakeup.ts";
import { isMetadataStream } from "../../streams/streamNaming.ts";
import { credentialsOf } from "../callMetadata.ts";
import type { UuidForm } from "../encodeRecord.ts";
import {
  encodeCaughtUp,
  encodeCheckpoint,
  encodeConfirmation,
  encodeEvent,
  encodeStreamNotFound,
} from "../encodeReadResponse.ts";
import { ResponseStream } from "../responseStream.ts";
import { decodeRead } from "./decodeRead.ts";
import type { DecodedRead } from "./decodeRead.ts";

type ReadCall = ServerWritableStream<ReadReq, Uint8Array>;

/** `Streams.Read`: reads and catch-up subscriptions, of a stream or of `$all`. */
export function handleRead(context: StoreContext): (call: ReadCall) => void {
  return (call) => {
    const response = new ResponseStream(call);
    context.calls.add(response);
    answer(context, call, response).then(
      () => response.end(),
      (error: unknown) => response.fail(error),
    );
  };
}

async function answer(context: StoreContext, call: ReadCall, response: ResponseStream): Promise<void> {
  const read = decodeRead(call.request);
  const operation = read.stream !== undefined && isMetadataStream(read.stream) ? "metaRead" : "read";
  context.access.requireStream(credentialsOf(call), operation, read.stream ?? "$all");
  if (read.maxCount === undefined) await answerSubscription(context, read, response);
  else await answerRead(context, { ...read, maxCount: read.maxCount }, response);
}

async function answerRead(
  context: StoreContext,
  read: DecodedRead & { readonly maxCount: number },
  response: ResponseStream,
): Promise<void> {
  const { stream, uuidForm } = read;
  const from = read.place ?? 0;
  const pages =
    stream === undefined
      ? readAll(context.log, { ...read, from })
      : readStream(context.log, { ...read, stream, from });
  if (pages === undefined) {
    await response.send(encodeStreamNotFound(stream ?? "$all"));
    return;
  }
  for (const page of pages) {
    await sendEvents(context, { events: page, uuidForm }, response);
    if (!response.open) return;
    // Lets appends and other readers have their turn between two pages.
    await nextTurn();
  }
}

async function answerSubscription(
  context: StoreContext,
  read: DecodedRead,
  response: ResponseStream,
): Promise<void> {
  const wakeup = new Wakeup();
  response.onClose(wakeup.stop);
  context.counters.subscriptionsOpened += 1;
  const { stream, uuidForm } = read;
  const items =
    stream === undefined
      ? subscribeToAll(context.log, { ...read, after: read.place ?? 0 }, wakeup)
      : subscribeToStream(context.log, { ...read, stream, after: read.place ?? -1 }, wakeup);
  await response.send(encodeConfirmation(randomUUID()));
  for await (const item of items) {
    await sendItem(context, { item, uuidForm, ofAll: stream === undefined }, response);
    if (!response.open) return;
  }
}

async function sendItem(
  context: StoreContext,
  { item, uuidForm, ofAll }: { item: SubscriptionItem; uuidForm: UuidForm; ofAll: boolean },
  response: ResponseStream,
): Promise<void> {
  switch (item.kind) {
    case "events":
      await sendEvents(context, { events: item.events, uuidForm }, response);
      await nextTurn();
      return;
    case "checkpoint":
      await response.send(encodeCheckpoint(item.position));
      return;
    case "caughtUp":
      await response.send(
        encodeCaughtUp(
          context.log.now(),
          item.place === undefined ? undefined : ofAll ? { position: item.place } : { revision: item.place },
        ),
      );
      return;
  }
}

async function sendEvents(
  context: StoreContext,
  { events, uuidForm }: { events: readonly ResolvedEvent[]; uuidForm: UuidForm },
  response: ResponseStream,
): Promise<void> {
  for (const event of events) {
    const congested = response.send(encodeEvent(event, uuidForm));
    if (congested !== undefined) await congested;
    if (!response.open) return;
    context.counters.eventsRead += 1;
  }
}
