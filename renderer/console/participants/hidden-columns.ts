import type { Preferences } from '../../../shared/settings.ts';
import type { ColumnId } from './columns.ts';

const none: readonly ColumnId[] = [];

/** Remembered with the other preferences; names of columns that are no more do no harm. */
export const hiddenColumns = (kept: Preferences) => (kept.hiddenColumns ?? none) as readonly ColumnId[];
