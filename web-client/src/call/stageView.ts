import type { PictureInterest } from "../protocol/events";
import { Observable } from "./observable";

/** One picture of one person. */
export type PictureOf = Pick<PictureInterest, "participantId" | "source">;

export const layouts = ["speaker", "grid"] as const;
export type Layout = (typeof layouts)[number];

export interface StageViewSnapshot {
  layout: Layout;
  /** Stays large, whoever speaks. */
  pinned: PictureOf | null;
}

const key = "vestibule.layout";

/** How somebody wants to see the others. */
export class StageView extends Observable<StageViewSnapshot> {
  private readonly storage: Pick<Storage, "getItem" | "setItem">;
  private readonly onPin: (pinned: PictureOf | null) => void;

  /** @param storage remembers the layout, not the pin: another call has other people */
  constructor(storage: Pick<Storage, "getItem" | "setItem">, onPin: (pinned: PictureOf | null) => void) {
    super({ layout: layouts.find((layout) => layout === storage.getItem(key)) ?? "speaker", pinned: null });
    this.storage = storage;
    this.onPin = onPin;
  }

  choose(layout: Layout): void {
    this.storage.setItem(key, layout);
    this.update({ layout });
  }

  /** Pins a picture, in the place of another; null unpins. */
  pin(pinned: PictureOf | null): void {
    this.update({ pinned });
    this.onPin(pinned);
  }
}
