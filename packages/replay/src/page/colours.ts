/** What each team shows: blue, orange. */
export const teamColours = [0x2f7dff, 0xff7a1a] as const;

/** The same for text and lines on the page. */
export const teamStyles = ['#5c9dff', '#ff9646'] as const;

export const teamNames = ['Blue', 'Orange'] as const;
