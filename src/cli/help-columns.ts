/** Help is no wider, and so the same on every terminal that is at least so wide. */
export const HELP_COLUMNS = 80;
