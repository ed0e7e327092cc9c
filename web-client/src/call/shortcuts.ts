import { Observable } from "./observable";

export const shortcuts = ["microphone", "camera"] as const;
export type Shortcut = (typeof shortcuts)[number];

/** Together with Ctrl, on an Apple keyboard with Cmd: a single key would be pressed by speech input (WCAG 2.1.4). */
export const shortcutKeys: Record<Shortcut, string> = { microphone: "d", camera: "e" };

const key = "vestibule.shortcuts.off";

/** Which shortcuts somebody wants; each can be turned off, for those whose other tools need the keys. */
export class ShortcutChoice extends Observable<Record<Shortcut, boolean>> {
  private readonly storage: Pick<Storage, "getItem" | "setItem">;

  constructor(storage: Pick<Storage, "getItem" | "setItem">) {
    const off = storage.getItem(key)?.split(" ") ?? [];
    super({ microphone: !off.includes("microphone"), camera: !off.includes("camera") });
    this.storage = storage;
  }

  set(shortcut: Shortcut, on: boolean): void {
    this.update({ [shortcut]: on });
    const off = shortcuts.filter((one) => !this.getSnapshot()[one]);
    this.storage.setItem(key, off.join(" "));
  }

  /** What a pressed key means, if anything. */
  meantBy(pressed: PressedKey, apple: boolean): Shortcut | null {
    const { key: pressedKey, ctrlKey, metaKey, altKey, shiftKey, repeat } = pressed;
    const [held, other] = apple ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
    if (!held || other || altKey || shiftKey || repeat) return null;
    const meant = shortcuts.find((one) => shortcutKeys[one] === pressedKey.toLowerCase());
    return meant && this.getSnapshot()[meant] ? meant : null;
  }
}

export type PressedKey = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat"
>;
