import type { ReactNode } from "react";

const paths = {
  now: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 2v6l4.2 4.2" />
    </>
  ),
  services: (
    <>
      <rect x="2" y="2.5" width="12" height="4.6" rx="1" />
      <rect x="2" y="9" width="12" height="4.6" rx="1" />
      <path d="M4.6 4.8h.01M4.6 11.3h.01" />
    </>
  ),
  releases: (
    <>
      <path d="M8 1.8 14 5v6.2L8 14.4 2 11.2V5z" />
      <path d="M2 5l6 3.2L14 5M8 8.2v6.2" />
    </>
  ),
  deploys: <path d="M2 14h12M3.6 14V9M8 14V2.6M12.4 14V6" />,
  flags: <path d="M3.600 14.400V2M3.600 2.800h8.800l-2 2.900 2 2.900H3.600" />,
  incidents: (
    <>
      <path d="M8 2 14.6 13.6H1.4z" />
      <path d="M8 6.6v3M8 11.6h.01" />
    </>
  ),
  alerts: <path d="M4 11V7a4 4 0 0 1 8 0v4l1.200 1.600H2.800zM6.800 14.600h2.400" />,
  onCall: (
    <path d="M3.2 2h2.6l1.3 3.2-1.7 1.2a9 9 0 0 0 4.2 4.2l1.2-1.7L14 10.2v2.6c0 .7-.6 1.2-1.2 1.2C6.800 13.600 2.400 9.200 2 3.200 2 2.600 2.500 2 3.200 2z" />
  ),
  risks: <path d="M8 1.800 13.400 3.600v4.200c0 3.200-2.200 5.400-5.400 6.400-3.200-1-5.400-3.200-5.400-6.400V3.600z" />,
  actions: (
    <path d="M2.400 3.200h1.600l1 1 2-2.200M2.400 8h2.600M2.400 12.800h2.600M8.400 3.600h5.200M8.400 8.200h5.200M8.400 12.800h5.200" />
  ),
  reviews: <path d="M2.400 2.800h11.200v8.400H7.600l-3 2.600v-2.600H2.400zM5.200 5.800h5.600M5.200 8.400h3.600" />,
  forums: (
    <>
      <circle cx="8" cy="8" r="2.800" />
      <path d="M8 1.800h.01M8 14.200h.01M1.800 8h.01M14.200 8h.01M3.600 3.600h.01M12.400 3.600h.01M3.600 12.400h.01M12.400 12.400h.01" />
    </>
  ),
  reports: <path d="M1.800 11.800 6 7.400l2.600 2.400 5-5.400M10.400 4.200h3.400v3.400" />,
  trend: <path d="M2 11.600 6 7.400l3 2.600 5-6M10.600 4H14v3.400" />,
  gauge: <path d="M2 11.600a6 6 0 1 1 12 0M8 11.600l3-4.400M4 11.600h.01M12 11.600h.01" />,
  readiness: <path d="M2 4 3.200 5.200 5.400 2.600M2 11 3.200 12.200l2.200-2.600M8 4h6M8 11h6" />,
  imports: <path d="M8 2v8M4.800 7 8 10.200 11.200 7M2.400 11.400v2.200h11.200v-2.200" />,
  token: (
    <>
      <circle cx="5.200" cy="10.800" r="3" />
      <path d="M7.400 8.600 13.600 2.400M11 5l2 2" />
    </>
  ),
  integration: (
    <>
      <path d="M5.600 2v3.400M10.400 2v3.400M4 5.400h8v2.200a4 4 0 0 1-8 0zM8 11.600V14" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.600" />
      <path d="m10.500 10.500 3.500 3.500" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.600V8l2.400 1.600" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5.400" r="2.800" />
      <path d="M2.800 14c.5-3 2.600-4.400 5.200-4.400s4.700 1.400 5.200 4.400" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.800" />
      <path d="M8 1.400v1.400M8 13.200v1.400M1.400 8h1.400M13.200 8h1.400M3.300 3.300l1 1M11.700 11.700l1 1M3.300 12.700l1-1M11.700 4.300l1-1" />
    </>
  ),
  moon: <path d="M13.400 9.600A5.800 5.800 0 0 1 6.400 2.600a5.800 5.800 0 1 0 7 7z" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  more: <path d="M3.500 8h.01M8 8h.01M12.500 8h.01" strokeWidth="2.200" />,
  back: <path d="M9.800 3.400 5.200 8l4.600 4.600" />,
  forward: <path d="M6.200 3.400 10.800 8l-4.600 4.600" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  fold: <path d="M2 3v10M14 3v10M4.5 8h2.500M11.500 8H9M5.200 6 7 8 5.200 10M10.800 6 9 8l1.800 2" />,
  fit: <path d="M2 5.600V2h3.600M10.400 2H14v3.600M14 10.400V14h-3.600M5.600 14H2v-3.600" />,
  filter: <path d="M2 3.400h12M4.400 8h7.200M6.600 12.600h2.800" />,
  command: <path d="m3.500 4.500 3.500 3.500-3.500 3.500M8.500 11.800h4.500" />,
  leave: <path d="M6.400 2.400H3v11.200h3.400M10 5l3 3-3 3M6.400 8H13" />,
} satisfies Record<string, ReactNode>;

/** The names of the line icons. */
export type IconName = keyof typeof paths;

/** A thin line icon in the colour of its text. Decorative: the word stands beside it or on the button. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      focusable="false"
      style={{ flex: "none" }}
    >
      {paths[name]}
    </svg>
  );
}
