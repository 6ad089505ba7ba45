export { gammaBelow, gammaQuantile } from "./gammaQuantile.ts";
export { rateFell, type Span } from "./rateFell.ts";
export { brierScore, coverage, type Forecast } from "./scoring.ts";
export { rateAfter, shrunkenMean, shrunkenShare, type Observed } from "./shrunken.ts";
