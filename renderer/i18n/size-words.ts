import type { Format } from './format.ts';

/** 1.2 MB: as file managers say it. */
export function sizeWords(bytes: number, format: Format): string {
  if (bytes < 1_000_000) return `${format.number(bytes / 1_000, 1)} kB`;
  return bytes < 1_000_000_000
    ? `${format.number(bytes / 1_000_000, 1)} MB`
    : `${format.number(bytes / 1_000_000_000, 1)} GB`;
}
