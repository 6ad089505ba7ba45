import { command } from "../data/command.ts";

/** Records a release: an immutable version of a service. */
export const recordRelease = command("recordRelease", "release { id }");
