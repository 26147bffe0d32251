/** The digest of an error that only says that the database cannot be asked now. */
export const DATABASE_AWAY = 'database-away';
