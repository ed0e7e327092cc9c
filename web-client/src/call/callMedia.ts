import type { Signaling } from "../protocol/signaling";
import type { AccessRenewal } from "./accessRenewal";
import type { CallOptions } from "./callOptions";
import { JoinReport } from "./joinReport";
import { MediaConnection } from "./mediaConnection";
import type { MediaConnectionOptions } from "./mediaConnectionOptions";
import { Negotiation } from "./negotiation";

/** The media of a call, negotiated over its socket; the way into the call is reported. */
export function createMedia(
  { join: { consultation }, createMediaHandler }: CallOptions,
  signaling: Signaling,
  access: AccessRenewal,
  events: Pick<MediaConnectionOptions, "onChange" | "onNegotiated">,
): MediaConnection {
  const negotiation = new Negotiation(signaling, consultation.id);
  const report = new JoinReport(signaling, consultation.id);
  const setting = { iceServers: () => access.iceServers, video: consultation.mode === "video" };
  return new MediaConnection({
    create: (events) => createMediaHandler({ ...setting, events: report.on(events) }),
    negotiate: (offer) => negotiation.send(offer),
    ...events,
  });
}
