import type { frNetwork } from "./frNetwork";

/** English words of the network test. */
export const enNetwork: typeof frNetwork = {
  network: {
    name: "Connection",
    testing: "being tested…",
    progress: "Progress of the connection test",
    skip: "Skip",
    stopped: "test skipped",
    refused: "could not be tested now",
    short: {
      video: "good for video",
      small_video: "enough for a small picture",
      audio: "enough for sound only",
      poor: "too weak for a call",
      blocked: "calls do not get through",
    },
    carries: {
      video: "Picture and sound will be fine.",
      small_video: "The picture may soften, sound will be fine.",
      audio: "Sound alone will do.",
      poor: "Too weak for a call.",
      blocked: "Calls do not get through.",
    },
    sentence: {
      video: "Your connection is good for video.",
      small_video: "Your connection is enough for a small picture.",
      audio: "Your connection is enough for sound only.",
      poor: "Your connection is too weak for a call.",
      blocked: "This network blocks calls. Use mobile data or another Wi-Fi, or call the clinic.",
    },
    remedy: {
      slow_up:
        "What you send goes slowly: move closer to your Wi-Fi router, or close what else uses the network.",
      slow_down:
        "What you receive comes slowly: move closer to your Wi-Fi router, or close what else uses the network.",
      loss: "Parts get lost on the way: move closer to your Wi-Fi router, or use a cable.",
      delay: "Sound will be late: close downloads and films on this network.",
      detour: "This network lets calls through by a detour only: if sound stops and starts, use mobile data.",
    },
    doctor: {
      open: "Connection tests",
      title: "Connection tests",
      none: "Nobody has finished a connection test yet.",
      row: "{{name}}{{colon}}{{verdict}}",
      details: "Connection test of {{name}}: {{verdict}}. Show the figures",
      at: "Tested at {{time}}",
    },
    page: {
      title: "Network test",
      intro:
        "This page sends a picture and a sound to the clinic’s own server and gets them back, over each way that a call may take. It needs no camera and no account.",
      data: "It takes about 20 seconds and up to 15 MB of data.",
      start: "Start the test",
      again: "Test again",
      stop: "Stop the test",
      results: "Results by way",
      advice: "What to open in the firewall",
      copyText: "Copy as text",
      copyJson: "Copy as JSON",
      copied: "Copied",
      copyFailed: "Your browser does not let this page copy. Select the table and copy it yourself.",
      stoppedText: "The test was stopped. What follows was measured before.",
      echo: "What was sent comes back, so the download shown is never much above the upload.",
      columns: {
        path: "Way",
        outcome: "Result",
        up: "Upload, kbit/s",
        down: "Download, kbit/s",
        upLoss: "Lost up, %",
        roundTripLoss: "Lost there and back, %",
        jitter: "Jitter, ms",
        rtt: "Round trip, ms",
      },
      unknown: "not known",
      paths: { udp: "UDP", tcp: "TCP", turn_tls: "TURN through TLS" },
      port: "port {{port}}",
      outcomes: { ok: "works", failed: "does not work", not_offered: "not offered by the server" },
      allWork: "Every way works. There is nothing to open.",
      failed: {
        udp: "Allow UDP from this network to the server on port {{port}}, and the answers to it. It is the best way: without it calls still work by TCP, with more delay on a bad network.",
        tcp: "Allow TCP from this network to the server on port {{port}} without a proxy that reads it. Calls take this way where UDP is blocked.",
        turn_tls:
          "Allow TLS from this network to the server on port {{port}}, and except the server from TLS inspection. Calls take this way where nothing but web pages may pass.",
      },
      notOffered: {
        udp: "The server names no address for UDP. Look at its setting for public addresses.",
        tcp: "The server offers no direct TCP, as behind a proxy that ends TLS. Networks that block UDP cannot call.",
        turn_tls:
          "The server has no TLS of its own or its relay is off, so networks that let only web pages pass cannot call.",
      },
    },
  },
};
