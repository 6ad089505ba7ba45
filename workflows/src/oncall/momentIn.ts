/** A moment on somebody's own wall. */
export const momentIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  });
  return (at: string): string => `${format.format(new Date(at))} ${timeZone}`;
};
