import { makeMedia } from "./media.ts";

/** Runs once, before the first scenario. */
export default function prepare(): void {
  makeMedia();
}
