/** Hertz of the two notes of a ring. */
const notes = [659, 784];
/** Seconds each note sounds, and from one ring to the next. */
const noteLength = 0.4;
const period = 2.4;

/** Rings until the returned function is called. A browser that holds sound back stays silent. */
export function ring(): () => void {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.gain.value = 0.2;
  volume.connect(context.destination);
  const sound = () => {
    for (const [index, frequency] of notes.entries()) playNote(context, volume, frequency, index);
  };
  sound();
  const timer = setInterval(sound, period * 1000);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

function playNote(context: AudioContext, volume: AudioNode, frequency: number, index: number): void {
  const start = context.currentTime + index * noteLength;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(1, start + 0.03);
  gain.gain.linearRampToValueAtTime(0, start + noteLength);
  oscillator.connect(gain).connect(volume);
  oscillator.start(start);
  oscillator.stop(start + noteLength);
}
