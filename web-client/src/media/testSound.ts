/** Seconds each of the three notes sounds. */
const noteLength = 0.35;
/** Hertz: a rising chord, easy to hear for old ears. */
const notes = [523, 659, 784];

/** Plays three soft notes, so that somebody can tell whether their speaker works; resolves after the last. */
export function playTestSound(): Promise<void> {
  return play(notes);
}

/** Two of them: the door opens, or somebody has come. A browser that holds sound back stays silent. */
export function playDoorChime(): Promise<void> {
  return play(notes.slice(0, 2)).catch(() => undefined);
}

async function play(notes: readonly number[]): Promise<void> {
  const context = new AudioContext();
  notes.forEach((frequency, index) => {
    playNote(context, frequency, context.currentTime + index * noteLength);
  });
  await new Promise((resolve) => setTimeout(resolve, notes.length * noteLength * 1000 + 100));
  await context.close();
}

function playNote(context: AudioContext, frequency: number, start: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.25, start + 0.03);
  gain.gain.linearRampToValueAtTime(0, start + noteLength);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + noteLength);
}
