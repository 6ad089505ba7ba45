/** Takes a fault that no caller waits for; the group goes on, and delivers again what it could not settle. */
export type FaultReport = (error: unknown) => void;
