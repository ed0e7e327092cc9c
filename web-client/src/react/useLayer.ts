import { useCallback, useEffect, useState } from "react";
import { directionOf } from "../ui/i18n/preferredLanguage";

/** Where dialogs, menus and notifications go: the end of the host's page, within reach of the library's styles. */
export function useLayer(theme: string, language: string): () => HTMLElement | null {
  const [layer] = useState(() => {
    const element = document.createElement("div");
    element.className = "vestibule";
    return element;
  });
  useEffect(() => {
    document.body.append(layer);
    return () => layer.remove();
  }, [layer]);
  useEffect(() => {
    layer.dataset["theme"] = theme;
    layer.lang = language;
    layer.dir = directionOf(language);
  }, [layer, theme, language]);
  return useCallback(() => layer, [layer]);
}
