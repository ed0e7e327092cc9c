import type { Plugin } from "vite";

/** Socket.IO's third way to a server is one that ours does not speak: its code stays at home. */
export const noWebTransport: Plugin = {
  name: "no-web-transport",
  load(id) {
    return /engine\.io-client\/.*\/transports\/webtransport\.js$/.test(id) ? "export class WT {}" : null;
  },
};
