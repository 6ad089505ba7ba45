import { inPercent } from "@ballast/schema/words";
import { sentence, told } from "../data/words.ts";
import type { ServiceRecord } from "./serviceDocuments.ts";

function liveWords({ environments }: Pick<ServiceRecord, "environments">): string {
  const production = environments.filter(({ kind }) => kind === "production");
  const lanes = (production.length > 0 ? production : environments).flatMap(({ name, lane }) => (lane === null ? [] : [{ name, lane }]));
  const said = lanes.filter(({ lane }) => lane.live !== null || lane.canary !== null).map(({ name, lane }) => {
    const live = lane.live === null ? `${name} has nothing live yet` : `${name} runs ${lane.live.version}`;
    const canary = lane.canary === null ? "" : `, ${lane.canary.version} reaches ${inPercent(lane.canaryPercent)}`;
    return `${live}${canary}${lane.hold === null ? "" : ", and deploys are held"}`;
  });
  return said.length === 0 ? "nothing is live yet" : said.join("; ");
}

/** What matters about a service: what is live, what is wrong, who is on call. */
export function serviceSentence(service: ServiceRecord): string {
  const { openIncidents, responders, environments } = service;
  const incidents =
    openIncidents.length === 0
      ? ""
      : ` ${sentence(`${told(openIncidents.length, "incident")} open: ${openIncidents.map(({ reference }) => reference).join(", ")}`)}`;
  const calls =
    responders === null
      ? " Nobody is called for it yet."
      : responders.onNow === null
        ? ` ${sentence(`${responders.name} is called, with nobody on now`)}`
        : ` ${sentence(`${responders.onNow.name} is on call`)}`;
  return environments.length === 0
    ? `No environments yet: define one to deploy there.${calls}`
    : `${sentence(liveWords(service))}${incidents}${calls}`;
}
