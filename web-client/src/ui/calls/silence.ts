import { storedFlag } from "../components/storedFlag";

/** Whether calls ring without sound in this browser. */
export const silence = storedFlag("vestibule.ring-silent");
