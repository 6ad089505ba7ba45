/** Products whose flags can be moved here. */
export const products = ["flagd", "unleash", "flagsmith", "launchdarkly"] as const;
export type Product = (typeof products)[number];

/** How `ballast import flags FILE --from …` was called. */
export interface MoveFlags {
  readonly from: Product;
  readonly environment: string;
  readonly sourceEnvironment?: string;
  readonly service: readonly string[];
  readonly keepSides?: true;
  readonly accept?: string;
  readonly replace: readonly string[];
}
