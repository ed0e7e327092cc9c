import { useState } from "react";

export type PanelName = "chat" | "people" | "captions";

export interface PanelChoice {
  /** What stands beside the stage; nothing at first. */
  open: PanelName | null;
  toggle(name: PanelName): void;
  close(): void;
}

/** One panel at a time. */
export function usePanel(): PanelChoice {
  const [open, setOpen] = useState<PanelName | null>(null);
  return {
    open,
    toggle: (name) => setOpen((before) => (before === name ? null : name)),
    close: () => setOpen(null),
  };
}
