/** A picture and a sound that need no camera, no microphone and no question to the person. */
export interface TestMedia {
  picture: MediaStreamTrack;
  sound: MediaStreamTrack;
  close(): void;
}

export type CreateTestMedia = () => TestMedia;

const [width, height] = [640, 360];
/** Pixels of noise along each side: enough to fill the bit rate that is tried, little enough to draw on a phone. */
const [columns, rows] = [96, 54];
const framesPerSecond = 30;
/** Hertz. */
const pitch = 440;

/** Noise that encoders cannot make small, and a tone. Nobody sees or hears them. */
export const createTestMedia: CreateTestMedia = () => {
  const picture = noise();
  const sound = tone();
  return {
    picture: picture.track,
    sound: sound.track,
    close() {
      picture.close();
      sound.close();
    },
  };
};

function noise(): { track: MediaStreamTrack; close(): void } {
  const small = canvas(columns, rows);
  const large = canvas(width, height);
  const image = small.context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const draw = () => {
    // Opaque, whatever the order of bytes: the first and the last one are full.
    for (let at = 0; at < pixels.length; at += 1) pixels[at] = (Math.random() * 0x1_0000_0000) | 0xff0000ff;
    small.context.putImageData(image, 0, 0);
    large.context.drawImage(small.element, 0, 0, width, height);
  };
  draw();
  const timer = setInterval(draw, 1000 / framesPerSecond);
  const track = firstTrack(large.element.captureStream(framesPerSecond));
  const close = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, close };
}

function tone(): { track: MediaStreamTrack; close(): void } {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const destination = context.createMediaStreamDestination();
  oscillator.frequency.value = pitch;
  oscillator.connect(destination);
  oscillator.start();
  const track = firstTrack(destination.stream);
  const close = () => {
    track.stop();
    void context.close();
  };
  return { track, close };
}

function canvas(wide: number, high: number) {
  const element = Object.assign(document.createElement("canvas"), { width: wide, height: high });
  const context = element.getContext("2d");
  if (!context) throw new Error("this browser draws nothing");
  return { element, context };
}

function firstTrack(stream: MediaStream): MediaStreamTrack {
  const track = stream.getTracks()[0];
  if (!track) throw new Error("this browser captures nothing");
  return track;
}
