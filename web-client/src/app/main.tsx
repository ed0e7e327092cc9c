import { createRoot } from "react-dom/client";
import "../ui/theme/fonts.css";
import "../ui/theme/tokens.css";
import "../ui/theme/base.css";
import "./start.css";
import { startLanguage } from "../ui/i18n/language";
import { startTheme } from "../ui/theme/theme";
import { App } from "./App";
import { followNewBuild } from "./newBuild";
import { registerWorker } from "./registerWorker";

startTheme();
const root = document.getElementById("root");
startLanguage().then(
  () => root && createRoot(root).render(<App />),
  // What stands in the page tells of it.
  () => followNewBuild(),
);
registerWorker();
