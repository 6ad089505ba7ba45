import { Rejection } from "@ballast/domain";
import type { DataOf, IntegrationKind } from "@ballast/schema";
import { z } from "zod";
import { readNotice } from "../alertmanager.ts";
import { readCloudEvent } from "../vendors/cloudEvents.ts";
import { readMapped } from "../vendors/mapped.ts";
import {
  opsgenieAlert, opsgenieNote, readOpsgenieAlert, readOpsgenieClose,
} from "../vendors/opsgenie.ts";
import { pagerDutyChange, pagerDutyEvent, readPagerDuty, readPagerDutyChange } from "../vendors/pagerduty.ts";
import { fingerprintOf, lineOf, type Reading } from "../vendors/reading.ts";
import { recognised, vendorNames } from "../vendors/recognised.ts";

/** What a sender asked for: `action` in the door's own words, and the body, which has all that the address had. */
export interface Asked {
  readonly action: string;
  readonly body: unknown;
}

type Reader = (asked: Asked, integration: Pick<DataOf<"IntegrationAdded">, "mapping">, now: Date) => Reading;

/** An Opsgenie request with the identifier that its address had. */
export const opsgenieAsked = z.looseObject({ identifier: z.string().min(1) });

function readOpsgenie({ action, body }: Asked, _: unknown, now: Date): Reading {
  // What came about heartbeats is noted as well, and counted when it came: taken again it would say that somebody is well now.
  if (action === "ping" || action.endsWith(" heartbeat"))
    return { says: "nothing", why: "a heartbeat counts when it comes: it is not taken again" };
  const { identifier } = opsgenieAsked.parse(body);
  if (action === "create") return readOpsgenieAlert(opsgenieAlert.parse(body), identifier, now);
  if (action === "close") return readOpsgenieClose(identifier, now);
  return { says: "acknowledged", fingerprint: fingerprintOf(identifier), by: lineOf(opsgenieNote.parse(body).user) };
}

/** A PagerDuty event under its key, which it was given where it had none. */
function readEvents({ action, body }: Asked, _: unknown, now: Date): Reading {
  if (action === "change") {
    const { changeId } = z.looseObject({ changeId: z.string().min(1) }).parse(body);
    return readPagerDutyChange(pagerDutyChange.parse(body), changeId, now);
  }
  const event = pagerDutyEvent.parse(body);
  if ((event.dedup_key ?? "") === "") throw new Rejection("INVALID_INPUT", "an event that was taken has a key", ["dedup_key"]);
  return readPagerDuty(event, event.dedup_key ?? "", now);
}

const readers: Readonly<Record<Exclude<IntegrationKind, "github">, Reader>> = {
  alertmanager: ({ body }, _, now) => ({ says: "alerts", notice: readNotice(body, now) }),
  pagerduty: readEvents,
  opsgenie: readOpsgenie,
  cloudevents: ({ body }, _, now) => readCloudEvent(body, now),
  webhook({ body }, _, now) {
    const found = recognised(body, now);
    if (found !== null) return found.reading;
    throw new Rejection(
      "INVALID_INPUT",
      `This is the shape of none that is known here (${vendorNames.join(", ")}): add an integration of the kind JSON, with a mapping.`,
    );
  },
  json({ body }, { mapping }, now) {
    if (mapping === null) throw new Rejection("INVALID_INPUT", "this integration has no mapping", ["mapping"]);
    return readMapped(mapping, body, now);
  },
};

/**
 * What a request says, by the kind of its integration.
 * @throws ZodError, Rejection or NoAlertTaken where it says nothing that can be read
 */
export const readAsked = (
  kind: Exclude<IntegrationKind, "github">,
  asked: Asked,
  { integration, now }: { readonly integration: Pick<DataOf<"IntegrationAdded">, "mapping">; readonly now: Date },
): Reading => readers[kind](asked, integration, now);
