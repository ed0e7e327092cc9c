// The pieces that pages of other sites show: everything else of the interface is the server's own.
export { CallButton, type CallButtonProps } from "./CallButton";
export { CallWidget } from "./CallWidget";
export { ConferencePage } from "./ConferencePage";
export { MessageButton, type MessageButtonProps } from "./MessageButton";
export { MessageWidget } from "./MessageWidget";
export { Vestibule, type VestibuleProps } from "./Vestibule";
