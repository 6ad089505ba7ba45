import type { ReadReq } from "@eventstore/db-client/generated/persistent_pb.js";
import type { ServerDuplexStream } from "@grpc/grpc-js";
import type { StoreContext } from "../../context.ts";
import { StoreError } from "../../failures.ts";
import type { Consumer, ConsumerConnection } from "../../persistent/consumer.ts";
import type { NackAction } from "../../persistent/groupParts.ts";
import type { SubscriptionGroup } from "../../persistent/subscriptionGroup.ts";
import { credentialsOf } from "../callMetadata.ts";
import { decodeStream, decodeUuid } from "../decode.ts";
import { encodeConfirmation, encodeEvent } from "../encodeReadResponse.ts";
import { persistentPb } from "../generated.ts";
import { ResponseStream } from "../responseStream.ts";

type ConsumeCall = ServerDuplexStream<ReadReq, Uint8Array>;

/** `PersistentSubscriptions.Read`: options once, then acknowledgements, while events come the other way. */
export function handleConsume(context: StoreContext): (call: ConsumeCall) => void {
  return (call) => {
    const response = new ResponseStream(call);
    context.calls.add(response);
    const session = new ConsumeSession(context, call, response);
    call.on("data", (request: ReadReq) => {
      try {
        session.receive(request);
      } catch (error) {
        response.fail(error);
      }
    });
    call.on("end", () => response.end());
  };
}

class ConsumeSession {
  readonly #context: StoreContext;
  readonly #call: ConsumeCall;
  readonly #response: ResponseStream;
  #joined: { group: SubscriptionGroup; consumer: Consumer } | undefined;

  constructor(context: StoreContext, call: ConsumeCall, response: ResponseStream) {
    this.#context = context;
    this.#call = call;
    this.#response = response;
  }

  receive(request: ReadReq): void {
    const options = request.getOptions();
    if (options !== undefined) {
      this.#join(options);
      return;
    }
    if (this.#joined === undefined) {
      throw new StoreError({ kind: "invalidArgument", message: "A consumer must name its group first." });
    }
    const { group, consumer } = this.#joined;
    const ack = request.getAck();
    if (ack !== undefined) group.ack(consumer, ack.getIdsList().map(decodeUuid));
    const nack = request.getNack();
    if (nack === undefined) return;
    group.nack(consumer, {
      ids: nack.getIdsList().map(decodeUuid),
      action: decodeAction(nack.getAction()),
      reason: nack.getReason(),
    });
  }

  #join(options: ReadReq.Options): void {
    const source = options.hasAll() ? "$all" : decodeStream(options.getStreamIdentifier());
    const credentials = credentialsOf(this.#call);
    this.#context.access.requireStream(credentials, "read", source);
    const group = this.#context.groups.get(source, options.getGroupName());
    const form = options.getUuidOption()?.hasStructured() === true ? "structured" : "text";
    const connection: ConsumerConnection = {
      user: this.#context.access.nameOf(credentials),
      from: this.#call.getPeer(),
      connectionName: connectionNameOf(this.#call),
      deliver: (message) => {
        this.#context.counters.persistentEventsSent += 1;
        return this.#response.send(encodeEvent(message.resolved, form, message.retries));
      },
      drop: (error) => this.#response.fail(error),
    };
    const consumer = group.connect(connection, options.getBufferSize());
    this.#joined = { group, consumer };
    this.#response.onClose(() => group.disconnect(consumer));
    void this.#response.send(encodeConfirmation(`${source}::${options.getGroupName()}`));
  }
}

function connectionNameOf(call: ConsumeCall): string {
  const [name] = call.metadata.get("connection-name");
  return name === undefined ? "" : name.toString();
}

function decodeAction(action: ReadReq.Nack.Action): NackAction {
  const { PARK, SKIP, STOP } = persistentPb.ReadReq.Nack.Action;
  switch (action) {
    case PARK:
      return "park";
    case SKIP:
      return "skip";
    case STOP:
      return "stop";
    default:
      return "retry";
  }
}
