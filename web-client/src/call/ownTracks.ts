import type { LocalMedia } from "./localMedia";
import type { MediaConnection } from "./mediaConnection";
import type { MuteReport } from "./muteReport";

/** Sends what the own devices give, now and after each change. @returns what ends that */
export function sendOwnTracks(localMedia: LocalMedia, media: MediaConnection, mutes: MuteReport): () => void {
  const send = () => {
    const own = localMedia.getSnapshot();
    void media.setTrack("microphone", own.microphone.track);
    void media.setTrack("camera", own.camera.track);
    if (media.state === "connected") mutes.reportChanges();
  };
  send();
  return localMedia.subscribe(send);
}
