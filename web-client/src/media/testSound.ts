/** Seconds each of the three notes sounds. */
const noteLength = 0.35;
/** Hertz: a rising chord, easy to hear for old ears. */
const notes = [523, 659, 784];

/**
 * Plays three soft notes, so that somebody can tell whether their speaker works; resolves after the last.
 * @param sink the speaker; empty for what the system uses
 */
export function playTestSound(sink: string): Promise<void> {
  return play(notes, sink);
}

/** Two of them: the door opens, or somebody has come. A browser that holds sound back stays silent. */
export function playDoorChime(): Promise<void> {
  return play(notes.slice(0, 2)).catch(() => undefined);
}

async function play(notes: readonly number[], sink = ""): Promise<void> {
  const context = new AudioContext();
  const output = sink === "" ? context.destination : await speaker(context, sink);
  notes.forEach((frequency, index) => {
    playNote(context, output, frequency, context.currentTime + index * noteLength);
  });
  await new Promise((resolve) => setTimeout(resolve, notes.length * noteLength * 1000 + 100));
  await context.close();
}

/** By an element, which chooses among speakers in more browsers than a context does. */
async function speaker(context: AudioContext, sink: string): Promise<AudioNode> {
  const output = context.createMediaStreamDestination();
  const player = new Audio();
  player.srcObject = output.stream;
  await player.setSinkId(sink).catch(() => undefined);
  await player.play();
  return output;
}

function playNote(context: AudioContext, output: AudioNode, frequency: number, start: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.25, start + 0.03);
  gain.gain.linearRampToValueAtTime(0, start + noteLength);
  oscillator.connect(gain).connect(output);
  oscillator.start(start);
  oscillator.stop(start + noteLength);
}
