import type { UUID } from "@eventstore/db-client/generated/shared_pb.js";
import { StoreError } from "../failures.ts";
import type { NewEvent } from "../storage/records.ts";
import { LONGEST_NAME } from "../streams/streamNaming.ts";
import { decodeUuid } from "./decode.ts";

/** The messages, unary and batch, that propose an event. */
export type ProposedMessage = {
  getId(): UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
};

const REQUIRED = ["type", "content-type"] as const;

/** @throws StoreError `missingMetadata` or `invalidArgument`. */
export function decodeEvent(message: ProposedMessage): NewEvent {
  const properties = message.getMetadataMap();
  const type = properties.get("type");
  const contentType = properties.get("content-type");
  if (type === undefined || contentType === undefined) {
    const properties = REQUIRED;
    throw new StoreError({ kind: "missingMetadata", properties });
  }
  if (type.length > LONGEST_NAME) {
    throw new StoreError({ kind: "invalidArgument", message: `An event's type has at most ${LONGEST_NAME} characters.` });
  }
  return {
    id: decodeUuid(message.getId()),
    type,
    isJson: contentType === "application/json",
    // Copies: the originals are views of the whole request, which must not live as long as the event does.
    data: message.getData_asU8().slice(),
    metadata: message.getCustomMetadata_asU8().slice(),
  };
}

/** What an event counts towards the limit of an append, in bytes. */
export function sizeOfEvent(event: NewEvent): number {
  return event.data.byteLength + event.metadata.byteLength + event.type.length;
}
