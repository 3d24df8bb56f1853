/** An id short enough for a row, its two ends kept: `abcd…wxyz`. */
export const shortId = (id: string) => (id.length <= 12 ? id : `${id.slice(0, 5)}…${id.slice(-4)}`);
