interface Browser {
  /** Whose settings it has. */
  family: "safari" | "chrome" | "firefox" | "other";
  /** The name people know it by; null where that is uncertain. */
  name: string | null;
}

/** Which browser's words to use when explaining its settings. */
export function thisBrowser(userAgent: string): Browser {
  if (/Firefox\/|FxiOS\//.test(userAgent)) return { family: "firefox", name: "Firefox" };
  if (/Edg(e|A|iOS)?\//.test(userAgent)) return { family: "chrome", name: "Edge" };
  if (/SamsungBrowser\//.test(userAgent)) return { family: "chrome", name: "Samsung Internet" };
  if (/CriOS\//.test(userAgent)) return { family: "other", name: "Chrome" };
  if (/Chrome\//.test(userAgent)) return { family: "chrome", name: "Chrome" };
  if (/Safari\//.test(userAgent)) return { family: "safari", name: "Safari" };
  return { family: "other", name: null };
}
