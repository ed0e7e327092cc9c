import type { PictureInterest } from "../protocol/events";
import type { Signaling } from "../protocol/signaling";
import type { PictureOf } from "./stageView";
import { greatestHeight, type VideoChoice } from "./videoChoice";

/** Milliseconds in which all tiles of one change of the page have their say. */
const oneChange = 20;
/** Milliseconds between two messages while pictures change their sizes. */
const pause = 300;
/** Milliseconds a page is hidden before its pictures stop: looking up a date in another tab is no absence. */
const absence = 2_000;
/** Milliseconds after which a message that was refused is sent again. */
const retryAfter = 2_000;

/** Which pictures the page shows and how high, told to the server so that nothing else comes. */
export class Interest {
  private readonly signaling: Signaling;
  private readonly sessionId: string;
  private readonly shown = new Map<string, PictureInterest>();
  private choice: VideoChoice = "auto";
  private pinned: PictureOf | null = null;
  private away = false;
  private ready = false;
  private said: PictureInterest[] | null = null;
  private saidAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private absenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(signaling: Signaling, sessionId: string) {
    this.signaling = signaling;
    this.sessionId = sessionId;
  }

  /** A picture is shown `height` physical pixels high; 0 for one that nobody can see now. */
  show(participantId: string, source: PictureInterest["source"], height: number): void {
    this.shown.set(`${participantId} ${source}`, { participantId, source, height: Math.round(height) });
    this.consider();
  }

  /** The page has no place for a picture any more. */
  remove(participantId: string, source: PictureInterest["source"]): void {
    this.shown.delete(`${participantId} ${source}`);
    this.consider();
  }

  /** A picture that comes before all others, for as long as it is shown. */
  pin(pinned: PictureOf | null): void {
    this.pinned = pinned;
    this.consider();
  }

  setVisible(visible: boolean): void {
    clearTimeout(this.absenceTimer);
    if (visible) this.setAway(false);
    else this.absenceTimer = setTimeout(() => this.setAway(true), absence);
  }

  setChoice(choice: VideoChoice): void {
    this.choice = choice;
    this.consider();
  }

  /** A new socket has taken the place: nothing was said by it yet. */
  repeat(): void {
    this.ready = true;
    this.said = null;
    this.saidAt = Number.NEGATIVE_INFINITY;
    this.consider();
  }

  /** Says the same again by the same socket, if there is one. */
  recheck(): void {
    if (this.ready) this.repeat();
  }

  /** The socket is away. */
  rest(): void {
    this.ready = false;
    clearTimeout(this.timer);
  }

  close(): void {
    this.rest();
    clearTimeout(this.absenceTimer);
  }

  private setAway(away: boolean): void {
    this.away = away;
    this.consider();
  }

  private consider(): void {
    clearTimeout(this.timer);
    const pictures = this.pictures();
    // Before any picture has had a place there is nothing to hold back.
    if (!this.ready || (this.said === null && pictures.length === 0) || same(pictures, this.said)) return;
    const since = Date.now() - this.saidAt;
    const wait = grows(pictures, this.said) ? Math.max(pause - since, oneChange) : pause;
    this.timer = setTimeout(() => this.say(pictures), wait);
  }

  private say(pictures: PictureInterest[]): void {
    this.said = pictures;
    this.saidAt = Date.now();
    this.signaling.request("set_interest", { sessionId: this.sessionId, pictures }).catch(() => {
      if (this.said !== pictures) return;
      this.said = null;
      if (this.ready) this.timer = setTimeout(() => this.consider(), retryAfter);
    });
  }

  private pictures(): PictureInterest[] {
    const greatest = this.away ? 0 : greatestHeight[this.choice];
    return [...this.shown.values()].map((picture) => ({
      ...picture,
      height: Math.min(picture.height, greatest),
      ...(this.pinned && ofSame(picture, this.pinned) ? { pinned: true } : {}),
    }));
  }
}

function ofSame(one: PictureOf, other: PictureOf): boolean {
  return one.participantId === other.participantId && one.source === other.source;
}

function isIn(pictures: readonly PictureInterest[], picture: PictureInterest): boolean {
  const { height, pinned } = picture;
  return pictures.some((one) => ofSame(one, picture) && one.height === height && one.pinned === pinned);
}

function same(now: readonly PictureInterest[], before: readonly PictureInterest[] | null): boolean {
  return before?.length === now.length && now.every((picture) => isIn(before, picture));
}

/** Nobody waits for a picture that becomes larger; one that becomes smaller can wait. */
function grows(now: readonly PictureInterest[], before: readonly PictureInterest[] | null): boolean {
  const heightOf = (picture: PictureInterest) => before?.find((one) => ofSame(one, picture))?.height ?? 0;
  return before === null || now.some((picture) => picture.height > heightOf(picture));
}
