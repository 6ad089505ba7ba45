import { command } from "@ballast/schema/graphql";

/** Records a release: an immutable version of a service. */
export const recordRelease = command("recordRelease", "release { id }");
