import type { frNetworkPage } from "./frNetworkPage";

/** English words of the network test's own page, and of its figures. */
export const enNetworkPage: typeof frNetworkPage = {
  networkPage: {
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
};
