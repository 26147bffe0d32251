/** What the script of the public page says. */
export const LIVE_WORDS = {
  lost: 'Not connected. Last update ',
  now: 'less than a minute ago',
  minute: ' min ago',
  hour: ' h ago',
  day: ' d ago',
};
