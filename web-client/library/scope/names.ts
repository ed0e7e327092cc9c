/** The one class on the outside: whatever the library shows stands below it. */
export const root = "vestibule";

/** A class as other sites see it: theirs and ours never meet. React Aria's own names stay. */
export function scopedName(name: string): string {
  const foreign = name === root || /^(vestibule-|react-aria-|lucide)/.test(name);
  return foreign || name === "" ? name : `${root}-${name}`;
}

/** All classes of a `className`. */
export function scopedNames(names: string): string {
  return names.split(/\s+/).map(scopedName).join(" ");
}
