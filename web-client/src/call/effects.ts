import type { Liking } from "../media/devices";
import { Observable } from "./observable";

export const effects = ["noiseSuppression", "backgroundBlur"] as const;
export type Effect = (typeof effects)[number];

export interface EffectsSnapshot extends Record<Effect, boolean> {
  /** The background could not be blurred on this device, and is not. */
  cannotBlur: boolean;
}

const keys: Record<Effect, string> = {
  noiseSuppression: "vestibule.noise-suppression",
  backgroundBlur: "vestibule.background-blur",
};
const usual: Record<Effect, boolean> = { noiseSuppression: true, backgroundBlur: false };

/** What is done with the own sound and picture, remembered on this device. */
export class Effects extends Observable<EffectsSnapshot> implements Liking {
  private readonly storage: Pick<Storage, "getItem" | "setItem">;

  constructor(storage: Pick<Storage, "getItem" | "setItem">) {
    const stored = (effect: Effect) => {
      const word = storage.getItem(keys[effect]);
      return word === null ? usual[effect] : word === "on";
    };
    super({
      noiseSuppression: stored("noiseSuppression"),
      backgroundBlur: stored("backgroundBlur"),
      cannotBlur: false,
    });
    this.storage = storage;
  }

  get noiseSuppression(): boolean {
    return this.getSnapshot().noiseSuppression;
  }

  get backgroundBlur(): boolean {
    return this.getSnapshot().backgroundBlur;
  }

  set(effect: Effect, on: boolean): void {
    this.update({ [effect]: on, cannotBlur: false });
    this.storage.setItem(keys[effect], on ? "on" : "off");
  }

  /** The camera goes on as it is. */
  blurFailed(): void {
    this.set("backgroundBlur", false);
    this.update({ cannotBlur: true });
  }
}
