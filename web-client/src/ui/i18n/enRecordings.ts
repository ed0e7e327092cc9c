/** English words of the recordings in a report. */
export const enRecordings = {
  recordings: {
    title: "Recordings",
    saving: "Being recorded",
    play: "Play",
    playNamed: "Play the recording of {{time}}",
    loading: "Loading",
    pause: "Pause",
    position: "Moment of the recording",
    saveNamed: "Download: {{name}}",
    screenOf: "Screen of {{name}}",
    unnamed: "Participant",
    pictureOf: "Recording: {{name}}",
    delete: "Delete",
    deleteNamed: "Delete the recording of {{time}}",
    deleteTitle: "Delete this recording?",
    deleteText: "It will be lost for ever.",
    keep: "Keep it",
    deleted: "The recording is deleted.",
    gaps: "Short passages are missing: the server’s disk was too slow.",
    failures: {
      disk_full: "Stopped before the end: the server’s disk was full.",
      broken: "Stopped before the end: the server could not write any more.",
      interrupted: "Stopped before the end: the server restarted.",
      empty: "Nothing was said or shown.",
    },
  },
};
