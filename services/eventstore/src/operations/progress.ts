/** Told how far an operation is: `done` of `total` of its present step, e.g. "copying". */
export type OnProgress = (done: number, total: number, step: string) => void;
