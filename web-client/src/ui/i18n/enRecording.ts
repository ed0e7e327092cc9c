/** English words of the recording of a call. */
export const enRecording = {
  recording: {
    ask: "Record the consultation",
    asking: "Asked whether to record",
    withdraw: "Take the question about recording back",
    withdrawShort: "Cancel",
    question: "Do you agree to this consultation being recorded?",
    asked: "{{name}} asks for it. Picture and sound stay on the clinic’s server.",
    askedFor_one:
      "{{name}} asks for it. Picture and sound stay on the clinic’s server and are deleted after one day.",
    askedFor_other:
      "{{name}} asks for it. Picture and sound stay on the clinic’s server and are deleted after {{count}} days.",
    notYet: "Nothing is recorded before you have answered.",
    explained: "Refusing changes nothing in your care. You can stop it at any time.",
    alreadyOn: "The others are being recorded already. You are not.",
    yes: "Yes, I agree",
    no: "No, I refuse",
    on: "Recording",
    onWithoutYou: "Recording, without you",
    stop: "Stop",
    stopNamed: "Stop the recording",
    started: "Recording has started.",
    stopped: "Recording has stopped.",
    refused: "Not everybody agreed. Nothing is recorded.",
    failed: "Recording has stopped: the server cannot write any more. The consultation goes on.",
  },
};
