import { createRoot } from "react-dom/client";
import { Site } from "./Site";
import "vestibule-embedded/style.css";
import "./site.css";

const site = document.getElementById("site");
if (site) createRoot(site).render(<Site />);
