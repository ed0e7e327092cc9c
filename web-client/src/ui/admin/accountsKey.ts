/** Under which the list of accounts is kept. */
export const accountsKey = ["accounts"];
