import type { Caption, NewCaption } from "../protocol/captions";
import type { JoinAnswer } from "../protocol/consultation";
import type { Signaling } from "../protocol/signaling";
import { rowsOf } from "./captionRows";
import { Observable } from "./observable";

/** Rows that are seen at once. */
const height = 2;
/** Rows that are seen or wait: of what comes faster the earlier are passed over. */
const most = 12;
/** Milliseconds for which a row stands at least, before later ones move it out. */
const reading = 1_800;
/** Milliseconds after which rows go that nothing follows. */
const lasting = 6_000;

const key = "vestibule.captions";

export interface CaptionRow {
  id: string;
  /** Whose; null for a server's. */
  participantId: string | null;
  language: string | null;
  text: string;
}

export interface CaptionsSnapshot {
  /** Whether the person wants to see them. */
  wanted: boolean;
  /** Whether any came in this call. */
  heard: boolean;
  /** What is to be read now. */
  rows: readonly CaptionRow[];
}

interface Row extends CaptionRow {
  line: number;
}

/** What is said, to be read: two rows that roll up, and go when nothing follows. */
export class Captions extends Observable<CaptionsSnapshot> {
  /** Whether this person may send some, as far as their invitation tells. */
  readonly mayWrite: boolean;
  private readonly signaling: Signaling;
  private readonly sessionId: string;
  private readonly storage: Pick<Storage, "setItem"> | undefined;
  /** What is seen, then what waits for its turn. */
  private rows: Row[] = [];
  /** By sender, the line that words are still added to. */
  private readonly growing = new Map<string | null, number>();
  private lines = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param storage remembers whether the person wants them; they do until they say otherwise */
  constructor(
    signaling: Signaling,
    { consultation, role, kind }: Pick<JoinAnswer, "consultation" | "role" | "kind">,
    storage?: Pick<Storage, "getItem" | "setItem">,
  ) {
    super({ wanted: storage?.getItem(key) !== "off", heard: false, rows: [] });
    this.signaling = signaling;
    this.sessionId = consultation.id;
    this.mayWrite = role === "doctor" || kind === "interpreter" || kind === "second_clinician";
    this.storage = storage;
    signaling.on("caption", (caption) => this.hear(caption));
  }

  want(wanted: boolean): void {
    this.storage?.setItem(key, wanted ? "on" : "off");
    this.update({ wanted });
  }

  /** Shows a line to everybody. Rejects with an `ApiError`. */
  async send(caption: NewCaption): Promise<void> {
    await this.signaling.request("caption", { sessionId: this.sessionId, ...caption });
  }

  close(): void {
    clearTimeout(this.timer);
    this.rows = [];
  }

  private hear(caption: Caption): void {
    const { participantId, text, language, final } = caption;
    const grown = this.growing.get(participantId);
    const line = grown ?? ++this.lines;
    const rows = rowsOf(text).map((text, at) => ({
      id: `${line} ${at}`,
      line,
      participantId,
      language,
      text,
    }));
    const all = [...this.rows.filter((row) => row.line !== grown), ...rows];
    // A line that grows was read while it grew: its end is what is new.
    this.rows = all.slice(-(final && grown === undefined ? most : height));
    if (final) this.growing.delete(participantId);
    else this.growing.set(participantId, line);
    this.show();
  }

  private show(): void {
    this.update({ heard: true, rows: this.rows.slice(0, height) });
    clearTimeout(this.timer);
    if (this.rows.length === 0) return;
    const waits = this.rows.length > height;
    this.timer = setTimeout(() => this.roll(waits), waits ? reading : lasting);
  }

  private roll(waits: boolean): void {
    this.rows = waits ? this.rows.slice(1) : [];
    this.show();
  }
}
