export const enJoining = {
  joining: {
    understood: "All right",
    own: {
      unreached:
        "This network blocks calls. Use mobile data or another Wi-Fi, or ask whoever runs this network to open port {{port}} (UDP and TCP).",
      no_handshake:
        "This network lets only a part of the call through. Use mobile data or another Wi-Fi, or call the clinic.",
      nothing_sent:
        "Neither your voice nor your picture reaches us. Turn your microphone off and on again, or reload this page.",
      nothing_arrives:
        "This network holds back the others’ voices and pictures. Use mobile data or another Wi-Fi.",
      no_frame: "The picture is late. Keep this page in front, or reload it if it stays dark.",
      another_way:
        "Your network blocks video traffic; we connected by another way, quality may be lower. Mobile data or another Wi-Fi may be better.",
    },
    other: {
      unreached:
        "{{name}} is not connected: that network blocks calls. Ask for mobile data or another Wi-Fi, or use the phone.",
      no_handshake:
        "{{name}} is not connected: that network lets only a part of the call through. Ask for mobile data or another Wi-Fi.",
      nothing_sent:
        "{{name}} is connected, but neither voice nor picture comes. Ask them to turn the microphone off and on again.",
      nothing_arrives:
        "{{name}} neither hears nor sees you: that network holds it back. Ask for mobile data or another Wi-Fi.",
      no_frame: "{{name}} does not see a picture yet. Ask them to keep the page in front, or to reload it.",
      another_way:
        "{{name}}’s network blocks video traffic; we connected them by another way, quality may be lower.",
    },
    words: {
      unreached: "Network blocked",
      no_handshake: "Not connected",
      nothing_sent: "Nothing comes",
      nothing_arrives: "Hears nothing",
      no_frame: "Sees no picture",
      another_way: "By another way",
    },
  },
};
