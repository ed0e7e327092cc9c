/** How often the counters are read, in milliseconds. */
const period = 250;
/** Readings in a row that make a rhythm. */
const rhythm = 4;
/** Readings in a row that make a silence: a restart for nothing costs little, a call that stands still costs much. */
const silence = 3;

/** Bytes that crossed a connection so far, without ICE's own. */
export interface Traffic {
  sent: number;
  received: number;
}

/**
 * Tells a dead path by what comes back. The server answers a sender's packets many times a second (transport-wide feedback),
 * so three quarters of a second without any say more than ICE, which takes several to notice.
 */
export class SilenceJudge {
  private former: Traffic | null = null;
  /** Readings in a row with something received, then with something sent alone. */
  private lively = 0;
  private silent = 0;

  /** Whether a path that was lively has just become silent; once for each silence. */
  reads(traffic: Traffic): boolean {
    const former = this.former;
    this.former = traffic;
    if (former === null) return false;
    if (traffic.received !== former.received) {
      this.lively = this.silent === 0 ? this.lively + 1 : 1;
      this.silent = 0;
      return false;
    }
    if (traffic.sent > former.sent) this.silent += 1;
    else if (this.silent === 0) this.lively = 0;
    return this.lively >= rhythm && this.silent === silence;
  }
}

/**
 * Tells when what a connection sends is not answered any more.
 * @param look is shown what was read, too
 * @returns what stops the watch
 */
export function watchSilence(
  connection: RTCPeerConnection,
  onSilence: () => void,
  look: (report: RTCStatsReport) => void,
): () => void {
  const judge = new SilenceJudge();
  const timer = setInterval(async () => {
    const report = await connection.getStats();
    if (connection.signalingState === "closed") return;
    if (judge.reads(trafficOf(report))) onSilence();
    look(report);
  }, period);
  return () => clearInterval(timer);
}

function trafficOf(report: RTCStatsReport): Traffic {
  const traffic = { sent: 0, received: 0 };
  report.forEach((line) => {
    if (line.type !== "candidate-pair") return;
    traffic.sent += line.bytesSent ?? 0;
    traffic.received += line.bytesReceived ?? 0;
  });
  return traffic;
}
