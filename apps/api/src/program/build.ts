import packageFile from "../../package.json" with { type: "json" };

/** The version of Ballast that makes a report: another one may word it otherwise. */
export const build: string = packageFile.version;
