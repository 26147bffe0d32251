/** What a person's own feed says. */
export const FEED_TITLE_OWN = 'Status of your environments';
export const FEED_AWAY = 'The database cannot be asked now. Ask again in half a minute.\n';
