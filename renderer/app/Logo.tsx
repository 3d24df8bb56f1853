/** An eye that is a play button: somebody looks, or nothing plays. */
export function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <path
        d="M2.500 16C6.500 9.800 11 7 16 7s9.500 2.800 13.500 9c-4 6.200-8.500 9-13.500 9S6.500 22.200 2.500 16Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.400"
        strokeLinejoin="round"
      />
      <path d="M13 11.600v8.800l7-4.400Z" fill="currentColor" />
    </svg>
  );
}
