const key = "vestibule.name";

/** The name given before in this tab, so that nobody types it twice. */
export function recallName(): string | null {
  return sessionStorage.getItem(key);
}

export function rememberName(name: string): void {
  sessionStorage.setItem(key, name);
}
