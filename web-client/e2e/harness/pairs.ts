// Two participants made by hand, of whom one sends a camera that the other sees.

import { createRoom } from "./clinic.ts";
import { Participant, type Runs } from "./participant.ts";
import type { Receiving, Sending } from "./participantPage.ts";
import { decoded } from "./picture.ts";

export interface Pair {
  camera: Participant;
  viewer: Participant;
  end(): Promise<void>;
}

/** The viewer sees the smallest size when this is done. */
export async function pair(
  sender: Runs,
  watcher: Runs,
  sending: Sending,
  receiving: Receiving = {},
): Promise<Pair> {
  const room = await createRoom();
  const camera = await Participant.join(sender, room, "camera");
  await camera.send(sending);
  const viewer = await Participant.join(watcher, room, "viewer");
  await viewer.receive(receiving);
  await viewer.show(camera, 1);
  await decoded(viewer, 10, 30_000);
  return {
    camera,
    viewer,
    end: async () => {
      for (const one of [viewer, camera]) await one.close();
    },
  };
}
