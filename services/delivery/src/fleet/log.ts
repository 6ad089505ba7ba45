/** Writes one JSON object a line, in pino's shape. */
export interface Log {
  debug(msg: string, fields?: Record<string, unknown>): void;
  info(msg: string, fields?: Record<string, unknown>): void;
  warn(msg: string, fields?: Record<string, unknown>): void;
  error(msg: string, fields?: Record<string, unknown>): void;
}

const levels = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60, silent: 100 } as const;

function isLevel(name: string): name is keyof typeof levels {
  return Object.hasOwn(levels, name);
}

/** `level` as in BALLAST_LOG_LEVEL; what is not a level counts as "info". */
export function createLog(level: string | undefined, write: (line: string) => void): Log {
  const least = level !== undefined && isLevel(level) ? levels[level] : levels.info;
  const at = (number: number) => (msg: string, fields: Record<string, unknown> = {}) => {
    if (number >= least) write(`${JSON.stringify({ level: number, time: Date.now(), name: "fleet", ...fields, msg })}\n`);
  };
  return { debug: at(levels.debug), info: at(levels.info), warn: at(levels.warn), error: at(levels.error) };
}
