/** What the person chose; `system` follows the device. */
export type ThemeChoice = "system" | "light" | "dark" | "contrast";
export const themeChoices: readonly ThemeChoice[] = ["system", "light", "dark", "contrast"];

const key = "vestibule.theme";
const prefersDark = () => matchMedia("(prefers-color-scheme: dark)");
const prefersContrast = () => matchMedia("(prefers-contrast: more)");

export function storedTheme(): ThemeChoice {
  const stored = localStorage.getItem(key);
  return themeChoices.find((choice) => choice === stored) ?? "system";
}

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(key, choice);
  applyTheme();
}

/** Writes the theme on the page, now and whenever the device changes its mind. */
export function startTheme(): void {
  applyTheme();
  prefersDark().addEventListener("change", applyTheme);
  prefersContrast().addEventListener("change", applyTheme);
}

function applyTheme(): void {
  const choice = storedTheme();
  document.documentElement.dataset["theme"] = choice === "system" ? systemTheme() : choice;
}

/** What the device asks for. */
export function systemTheme(): Exclude<ThemeChoice, "system"> {
  if (prefersContrast().matches) return "contrast";
  return prefersDark().matches ? "dark" : "light";
}
