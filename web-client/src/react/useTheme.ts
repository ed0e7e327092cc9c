import { useMediaQuery } from "../ui/components/useMediaQuery";
import type { ThemeChoice } from "../ui/theme/theme";

/** The colours to show, following the device where nothing else is said. */
export function useTheme(choice: ThemeChoice): Exclude<ThemeChoice, "system"> {
  const contrast = useMediaQuery("(prefers-contrast: more)");
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  if (choice !== "system") return choice;
  if (contrast) return "contrast";
  return dark ? "dark" : "light";
}
