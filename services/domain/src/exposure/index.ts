export { EXPOSURE_BUCKETS, bucketOf, isExposed, type Exposure } from "./exposure.ts";
