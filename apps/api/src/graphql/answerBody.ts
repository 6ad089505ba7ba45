import type { PreparedAnswer } from "./preparedQueries.ts";

/** An answer as it is sent, byte for byte what Apollo would send. */
export const bodyOf = ({ data, cost }: PreparedAnswer): string => `${JSON.stringify({ data, extensions: { cost } })}\n`;
