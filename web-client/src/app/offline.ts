import "../ui/theme/fonts.css";
import "../ui/theme/tokens.css";
import "../ui/theme/base.css";
import "./start.css";
import { preferredLanguage } from "../ui/i18n/preferredLanguage";
import { startTheme } from "../ui/theme/theme";

/** How often the server is asked whether it is there, in milliseconds. */
const pause = 5000;

// The page that the service worker shows, under the address of the page that could not be loaded.
startTheme();
speak();
addEventListener("online", comeBack);
setInterval(comeBack, pause);

/** Both languages stand in the page, for where no script runs. */
function speak(): void {
  const language = preferredLanguage();
  document.documentElement.lang = language;
  for (const section of document.querySelectorAll("section")) if (section.lang !== language) section.remove();
  document.title = document.querySelector("h1")?.textContent ?? document.title;
  document.querySelector("button")?.addEventListener("click", () => location.reload());
}

function comeBack(): void {
  fetch("/health", { cache: "no-store" }).then(
    () => location.reload(),
    () => undefined,
  );
}
