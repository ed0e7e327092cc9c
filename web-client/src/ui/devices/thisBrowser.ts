export type System = "iphone" | "android" | "mac" | "other";

interface Browser {
  /** Whose way to its settings it has; a key of the words. */
  steps:
    | "safariPhone"
    | "safariMac"
    | "phoneSettings"
    | "chromePhone"
    | "chrome"
    | "samsung"
    | "firefoxPhone"
    | "firefox"
    | "other";
  /** The name people know it by; null where that is uncertain. */
  name: string | null;
  system: System;
}

/**
 * Which browser's words to use when explaining its settings.
 * @param touches how many fingers the screen feels: an iPad says that it is a Mac
 */
export function thisBrowser(userAgent: string, touches = 0): Browser {
  const system = systemOf(userAgent, touches);
  const name = nameOf(userAgent);
  return { steps: stepsOf(name, system), name, system };
}

function systemOf(userAgent: string, touches: number): System {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "iphone";
  if (/Android/.test(userAgent)) return "android";
  if (/Macintosh/.test(userAgent)) return touches > 1 ? "iphone" : "mac";
  return "other";
}

function nameOf(userAgent: string): string | null {
  if (/Firefox\/|FxiOS\//.test(userAgent)) return "Firefox";
  if (/Edg(e|A|iOS)?\//.test(userAgent)) return "Edge";
  if (/SamsungBrowser\//.test(userAgent)) return "Samsung Internet";
  if (/Chrome\/|CriOS\//.test(userAgent)) return "Chrome";
  return /Version\/[\d.]+ .*Safari\//.test(userAgent) ? "Safari" : null;
}

function stepsOf(name: string | null, system: System): Browser["steps"] {
  if (name === null) return "other";
  // Apple's own is the one browser there that has settings of a page; those of the others are the phone's.
  if (system === "iphone") return name === "Safari" ? "safariPhone" : "phoneSettings";
  if (name === "Safari") return system === "mac" ? "safariMac" : "other";
  if (name === "Firefox") return system === "android" ? "firefoxPhone" : "firefox";
  if (name === "Samsung Internet") return "samsung";
  return system === "android" ? "chromePhone" : "chrome";
}
