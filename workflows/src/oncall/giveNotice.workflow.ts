import { proxyActivities } from "@temporalio/workflow";
import type { GiveNoticeInput } from "@ballast/schema/workflows";
import { deployOptions } from "../traffic/options.ts";
import type { NoticeActivities } from "./noticeActivities.ts";

const { tellNotice } = proxyActivities<NoticeActivities>({
  ...deployOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});

/** Somebody is told of a gap, a shift, the week, or a channel. */
export async function giveNotice(input: GiveNoticeInput): Promise<void> {
  await tellNotice(input);
}
