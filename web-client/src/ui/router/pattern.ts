export type Params = Readonly<Record<string, string>>;

/**
 * What a path says where a pattern has names: `/conference/:sessionId`; a `*` at the end stands for any rest.
 * @returns null where the path is none of this pattern
 */
export function paramsOf(pattern: string, path: string): Params | null {
  const source = pattern.replace(/\/?\*$/, "(?:/.*)?").replace(/:(\w+)/g, "(?<$1>[^/]+)");
  const found = new RegExp(`^${source}/?$`, "i").exec(path);
  return (
    found &&
    Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, part]) => [name, decoded(part)]))
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
