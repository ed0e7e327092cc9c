import type { frRemedies } from "./frRemedies";

/** English words of what to do about a browser. */
export const enRemedies: typeof frRemedies = {
  blocked: {
    both: "{{browser}} is blocking your camera and microphone",
    microphone: "{{browser}} is blocking your microphone",
    textBoth: "Without them the doctor cannot see or hear you. To allow them:",
    textMicrophone: "Without it the doctor cannot hear you. To allow it:",
    allowed: "I have allowed it, try again",
    thisBrowser: "Your browser",
    steps: {
      safariPhone: [
        "Touch the button left of the address, in the browser’s bar.",
        "Touch “Website Settings”.",
        "Camera and Microphone: choose “Allow”.",
      ].join("\n"),
      safariMac: [
        "At the very top of the screen, open the “Safari” menu.",
        "Choose “Settings for this website”.",
        "Camera and Microphone: choose “Allow”.",
      ].join("\n"),
      phoneSettings: [
        "Open the Settings app of your phone.",
        "Touch “Apps”, then {{browser}}.",
        "Turn on “Microphone” and “Camera”, then come back here.",
      ].join("\n"),
      chromePhone: [
        "Touch the icon left of the address, at the top of the page.",
        "Touch “Permissions”.",
        "Turn on Camera and Microphone, then come back here.",
      ].join("\n"),
      chrome: [
        "Click the icon left of the address, at the top of the page.",
        "Turn on Camera and Microphone. If they are not there, open “Site settings”.",
        "Come back to this page.",
      ].join("\n"),
      samsung: [
        "Touch the lock left of the address.",
        "Touch “Permissions”.",
        "Camera and Microphone: choose “Allow”.",
      ].join("\n"),
      firefoxPhone: [
        "Touch the shield or the lock beside the address.",
        "Under “Permissions”, touch “Blocked” beside the camera and the microphone.",
        "Come back here, then touch “Allow” when the browser asks.",
      ].join("\n"),
      firefox: [
        "Click the icon left of the address, at the top of the page.",
        "Clear the block on the camera and the microphone.",
        "Come back here, then click “Allow” when the browser asks.",
      ].join("\n"),
      other: [
        "Open your browser’s settings for this page.",
        "Look for the camera and the microphone.",
        "Choose “Allow”, then come back here.",
      ].join("\n"),
    },
  },
  unsupported: {
    title: "This browser cannot make calls",
    text: "Nothing is lost: the same address opens in another browser.",
    steps: {
      iphone: [
        "Copy the address with the button below.",
        "Open Safari and paste it into the address bar.",
        "If that does not help, update your phone: Settings, General, Software Update.",
      ].join("\n"),
      android: [
        "Copy the address with the button below.",
        "Open Chrome and paste it into the address bar.",
        "If that does not help, update Chrome in the Play Store.",
      ].join("\n"),
      desk: [
        "Copy the address with the button below.",
        "Open a recent Chrome, Edge, Firefox or Safari and paste it into the address bar.",
        "Where others look after the computer, ask them to permit WebRTC.",
      ].join("\n"),
    },
    copy: "Copy the address",
    copied: "Address copied",
    notCopied: "The browser refuses to copy. Select the address and copy it.",
  },
};
