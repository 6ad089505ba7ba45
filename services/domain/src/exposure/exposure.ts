/** Who is exposed is decided in the schema, where the router reads it too; the rules read it from here. */
export { EXPOSURE_BUCKETS, bucketOf, isExposed, type Exposure } from "@ballast/schema";
