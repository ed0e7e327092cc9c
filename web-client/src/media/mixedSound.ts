/** Several sounds on one line. */
export interface MixedSound {
  track: MediaStreamTrack;
  close(): void;
}

export type MixSounds = (tracks: readonly MediaStreamTrack[]) => MixedSound;

/** Adds sounds up; a muted one adds nothing, and may speak again at any time. */
export const mixSounds: MixSounds = (tracks) => {
  const context = new AudioContext();
  const sum = context.createMediaStreamDestination();
  for (const track of tracks) context.createMediaStreamSource(new MediaStream([track])).connect(sum);
  const [track] = sum.stream.getAudioTracks();
  if (!track) throw new Error("an audio destination has a track");
  return { track, close: () => void context.close() };
};
