import { later, laterPage } from "../components/later";

/** Of use to those alone whose browser says no. */
export const BlockedDevices = later(() => import("./BlockedDevices"), "BlockedDevices");
/** Of use in an old browser alone. */
export const UnsupportedBrowser = laterPage(() => import("./UnsupportedBrowser"), "UnsupportedBrowser");
