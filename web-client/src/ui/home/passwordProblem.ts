/** Characters that a password has at least, bytes at most: the server's own limits. */
const shortest = 12;
const longest = 256;

/** Why the server would refuse a password; null where it would not. */
export function passwordProblem(password: string): "short" | "long" | null {
  if ([...password].length < shortest) return "short";
  return new TextEncoder().encode(password).length > longest ? "long" : null;
}
