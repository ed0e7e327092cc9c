import { enNetworkPage } from "./enNetworkPage";
import { frNetworkPage } from "./frNetworkPage";

/** Words of the network test on a page of its own: on the way to a call it says less. */
export const networkPageWords = { fr: frNetworkPage, en: enNetworkPage };
