/** Under which the list of teams is kept. */
export const teamsKey = ["teams"];
