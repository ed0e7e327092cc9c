import { storedFlag } from "../components/storedFlag";

/** Whether patients arrive without sound in this browser. */
export const arrivalSilence = storedFlag("vestibule.arrival-silent");
