/** How often the level is measured, in milliseconds. */
const period = 100;

/**
 * Measures how loud a microphone is.
 * @param onLevel told 0 (silence) to 1 (loud), ten times a second
 * @returns what stops the measuring
 */
export function watchMicrophoneLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(loudness(samples));
  }, period);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** The same of a microphone that is muted: an ear of its own listens, and nobody else hears it. */
export function watchMutedLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const ear = track.clone();
  ear.enabled = true;
  const stop = watchMicrophoneLevel(ear, onLevel);
  return () => {
    stop();
    ear.stop();
  };
}

/** Root mean square on a scale where -50 dBFS is silence and -10 dBFS is loud. */
export function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  if (power === 0) return 0;
  const decibels = 10 * Math.log10(power);
  return Math.min(1, Math.max(0, (decibels + 50) / 40));
}
