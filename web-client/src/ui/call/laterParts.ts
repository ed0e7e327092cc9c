import { later, laterPage } from "../components/later";
import { MoreEntries } from "./MoreMenu";

// What a call does not show from the start: a guest's way to it stays short.
export const ChatPanel = later(() => import("../chat/ChatPanel"), "ChatPanel");
export const Captions = later(() => import("./Captions"), "Captions");
export const CaptionPanel = later(() => import("./CaptionPanel"), "CaptionPanel");
export const PeoplePanel = later(() => import("./PeoplePanel"), "PeoplePanel");
export const KeyboardDialog = later(() => import("./KeyboardDialog"), "KeyboardDialog");
export const EndedPage = laterPage(() => import("./EndedPage"), "EndedPage");
export const RemovedPage = laterPage(() => import("./RemovedPage"), "RemovedPage");
export const DeniedPage = laterPage(() => import("../lobby/DeniedPage"), "DeniedPage");
export const StrangerPage = laterPage(() => import("./StrangerPage"), "StrangerPage");
export const UnsupportedBrowser = laterPage(
  () => import("../devices/UnsupportedBrowser"),
  "UnsupportedBrowser",
);
export const CallLobby = later(() => import("../lobby/CallLobby"), "CallLobby");
export const RecordingBadge = later(() => import("../recording/RecordingBadge"), "RecordingBadge");
export const ConsentDialog = later(() => import("../recording/ConsentDialog"), "ConsentDialog");
export const EndDialog = later(() => import("../components/EndDialog"), "EndDialog");
export const NetworkTestsDialog = later(() => import("../network/NetworkTestsDialog"), "NetworkTestsDialog");

const everybodys = [
  MoreEntries,
  ChatPanel,
  PeoplePanel,
  Captions,
  EndedPage,
  RemovedPage,
  DeniedPage,
  KeyboardDialog,
];
const doctors = [CallLobby, CaptionPanel, EndDialog, NetworkTestsDialog];

/** Brings what this call may want before the network is gone. */
export function loadLaterParts(doctor: boolean): void {
  for (const part of doctor ? [...everybodys, ...doctors] : everybodys) part.load();
}
