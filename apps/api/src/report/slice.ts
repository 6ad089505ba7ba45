import type { Slice } from "../slice.ts";
import { DeliveryReportResolver } from "./deliveryReportResolver.ts";
import { ReportQueries } from "./reportQueries.ts";

/** Reports over history. */
export const reportSlice = {
  resolvers: [ReportQueries, DeliveryReportResolver],
} satisfies Slice;
