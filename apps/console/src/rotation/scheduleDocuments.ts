import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";

/** A schedule drawn: its layers, who is paged, what is wrong ahead, who carries it. */
export const scheduleDocument = graphql(`
  query ScheduleDrawn($id: ID!, $from: DateTime!, $to: DateTime!, $now: DateTime!, $ahead: DateTime!, $asOf: AsOf) {
    rotation(id: $id, asOf: $asOf) {
      id fallback { id name } owner { id name } emptyShiftAlert { severity integration { id name } firing { id } }
      scheduleLayers {
        id name timeZone handOver turnLength hours level startsOn endsAt people { id name } shifts(from: $from, to: $to) {
          from to person { id name }
        }
      }
      duties(from: $from, to: $to) { from to gap people { layerId override person { id name } } }
      commanders { id name duties(from: $from, to: $to) { from to gap people { person { id name } } } }
      clockChanges(from: $from, to: $to) { timeZone at before after }
      findings(from: $now, to: $ahead) {
        kind from to kept times { from to people { id name } } cause { timeZone at before after }
        repairs { how overrides { from to person { id name } } }
      }
      swaps { id from to reason state person { id name } takenBy { id name } }
      carried { hours nights woken person { id name } }
    }
  }
`);
export type Schedule = NonNullable<ResultOf<typeof scheduleDocument>["rotation"]>;
export type ScheduleLayer = Schedule["scheduleLayers"][number];
export type Duty = Schedule["duties"][number];
export type Finding = Schedule["findings"][number];
export type Swap = Schedule["swaps"][number];
export type ClockChange = Schedule["clockChanges"][number];

/** What a page would do at a moment. */
export const pagingDocument = graphql(`
  query PagingTried($id: ID!, $at: DateTime!, $asOf: AsOf) {
    rotation(id: $id, asOf: $asOf) {
      id escalations { id name } paging(at: $at) { rounds straightToEveryone steps { afterMinutes step canBeWoken people { id name } } }
    }
  }
`);
export type PagingStep = NonNullable<ResultOf<typeof pagingDocument>["rotation"]>["paging"]["steps"][number];

/** What is wrong with a schedule once a layer says so. */
export const afterLayerDocument = graphql(`
  query AfterLayer($id: ID!, $layer: LayerInput!, $layerId: String, $from: DateTime!, $to: DateTime!, $asOf: AsOf) {
    rotation(id: $id, asOf: $asOf) {
      id afterLayer(layer: $layer, layerId: $layerId, from: $from, to: $to) { findings { kind times { from to } } }
    }
  }
`);

/** By which integration an empty shift may be an alert, and how severe in its words. */
export const alertIntegrationsDocument = graphql(`query AlertIntegrations { integrations { id name kind severities removed } }`);

const rotation = "rotation { id }";
export const setLayer = command("setLayer", rotation);
export type LayerInput = VariablesOf<typeof setLayer.document>["input"]["layer"];
export const endLayer = command("endLayer", rotation);
export const setFallback = command("setFallback", rotation);
export const setScheduleOwner = command("setScheduleOwner", rotation);
export const setEmptyShiftAlert = command("setEmptyShiftAlert", rotation);
export const keepFinding = command("keepFinding", rotation);
export const repairSchedule = command("repairSchedule", rotation);
export const askForSwap = command("askForSwap", rotation);
export const takeSwap = command("takeSwap", rotation);
export const withdrawSwap = command("withdrawSwap", rotation);
export const takeOverNow = command("takeOverNow", rotation);
