import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { availability, duration } from "@ballast/schema/words";
import { slugOf } from "../import/service.ts";
import { table } from "../print/table.ts";
import { acting } from "./session.ts";

const uptimeDocument = graphql(`
  query UptimeReport($service: String!, $from: DateTime!, $to: DateTime!) {
    report: uptimeReport(service: $service, from: $from, to: $to) { checks sites observed }
  }
`);
type Report = ResultOf<typeof uptimeDocument>["report"];

interface WindowFlags {
  readonly service: string;
  readonly from: string;
  readonly to: string;
}

const minutes = (value: number): string => duration(Math.round(value * 60_000));

function lines({ checks, sites, observed }: Report): readonly string[] {
  const seen = new Map(Object.entries(observed));
  const rows = Object.entries(sites).map(([site, own]) => [
    site,
    String(own.checks),
    String(own.episodes),
    minutes(own.downtimeMinutes),
    minutes(own.longestMinutes),
    availability(own.availabilityPercent),
    availability(seen.get(site)?.availabilityPercent),
    minutes(seen.get(site)?.unobservedMinutes ?? 0),
  ]);
  const heads = ["site", "checks", "episodes", "down", "longest", "of the window", "of what was looked at", "not looked at"];
  return checks === 0 ? ["Nobody looked at it from outside."] : table(heads.map((head) => ({ head })), rows);
}

/** What looks from outside say of a service's sites (D8); `--json` says no more than the definition. */
export const uptime = acting<WindowFlags>(async (session, { flags: { service, from, to } }) => {
  const { report } = await session.client.query(uptimeDocument, { service: slugOf(service), from, to });
  session.show({ checks: report.checks, sites: report.sites }, () => lines(report));
});
