import "./avatar.css";

/** Initials; the name itself always stands beside it. */
export function Avatar({ name, large = false }: { name: string; large?: boolean }) {
  return (
    <span className={large ? "avatar avatar-large" : "avatar"} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** First letters of the first and the last word, titles left out. */
export function initials(name: string): string {
  const parts = name
    .split(/\s+/)
    .filter((part) => part !== "" && !/^(dr|pr|prof|mme|mrs?|ms|m)\.?$/i.test(part));
  const first = parts[0]?.[0] ?? "";
  const last = parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}
