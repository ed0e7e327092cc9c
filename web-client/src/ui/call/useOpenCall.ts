import { useEffect, useState } from "react";
import { Call } from "../../call/call";
import { comeBackWithin, type Place } from "../../call/places";
import type { VideoChoice } from "../../call/videoChoice";
import { codeOf, type ProblemCode } from "../../protocol/apiError";
import type { JoinAnswer } from "../../protocol/consultation";
import { joinAsGuest } from "../../protocol/joinAsGuest";
import { joinConsultation } from "../../protocol/joinConsultation";
import { type CallKit, useCallKit } from "../session/callKit";
import { useSession } from "../session/session";
import { type Door, rememberDevices, rememberEnd, rememberLobby } from "./rememberCall";

export interface OpenCall {
  name: "open";
  call: Call;
  sessionId: string;
}

/** How far somebody has come who opens a consultation's page. */
export type Opening =
  | { name: "joining" }
  | { name: "stranger" }
  | { name: "refused"; code: ProblemCode }
  | { name: "over"; end: NonNullable<Place["end"]> }
  | OpenCall;

/** Opens the call of a consultation by the place that the tab remembers, or by a new one. */
export function useOpenCall(sessionId: string): { opening: Opening; comeBack(): void } {
  const session = useSession();
  const kit = useCallKit();
  const [opening, setOpening] = useState<Opening>({ name: "joining" });
  const [attempt, setAttempt] = useState(0);
  const signedIn = session.user !== null;
  const { api, places } = session;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt, and nothing else of its own, opens anew
  useEffect(() => {
    let current = true;
    let close = () => {};
    const door = { api, places, signedIn, sessionId };
    enter(door, attempt > 0).then(
      (entered) => {
        if (!current) return;
        if (entered.name !== "place") return setOpening(entered);
        const call = openCall(kit, door, entered.place);
        const forgetDevices = kit.localMedia.subscribe(() => rememberDevices(call, kit, door));
        close = () => {
          forgetDevices();
          call.dispose();
        };
        setOpening({ name: "open", call, sessionId });
      },
      (error) => current && setOpening({ name: "refused", code: codeOf(error) }),
    );
    return () => {
      current = false;
      close();
    };
  }, [api, places, kit, sessionId, attempt]);

  function comeBack() {
    setOpening({ name: "joining" });
    setAttempt((count) => count + 1);
  }
  return { opening, comeBack };
}

async function enter(door: Door, comingBack: boolean): Promise<Opening | { name: "place"; place: Place }> {
  const { places, sessionId, signedIn } = door;
  const place = places.find(sessionId);
  if (place && comingBack && (place.end?.reason === "denied" || place.end?.reason === "removed")) {
    // The old token stays refused; joining again is waiting again.
    const join = await joinAgain(door, place);
    places.change(sessionId, { join, end: null });
    return { name: "place", place: { ...place, join, end: null } };
  }
  if (place && (comingBack || place.end === null)) {
    // Who left comes back to the same place; a token that has run out by then is renewed on the way.
    places.change(sessionId, { end: null });
    return { name: "place", place: { ...place, end: null } };
  }
  if (place?.end) {
    const gone = place.end.reason === "left" && Date.now() - place.end.at > comeBackWithin;
    if (!gone) return { name: "over", end: place.end };
    places.forget(sessionId);
  }
  if (!signedIn) return { name: "stranger" };
  const join = await joinAgain(door, null);
  const on = { microphone: true, camera: join.consultation.mode === "video" };
  const first = { join, entry: null, on, end: null };
  places.keep(first);
  return { name: "place", place: first };
}

/** By what the person came in with the first time. */
function joinAgain({ api, sessionId }: Door, place: Place | null): Promise<JoinAnswer> {
  return place?.entry
    ? joinAsGuest(api, place.entry, place.join.display_name)
    : joinConsultation(api, sessionId);
}

function openCall(kit: CallKit, door: Door, place: Place): Call {
  const { places, sessionId } = door;
  const call = new Call({
    join: place.join,
    localMedia: kit.localMedia,
    createMediaHandler: kit.createMediaHandler,
    createSignaling: kit.createSignaling,
    screen: kit.screen,
    mixSounds: kit.mixSounds,
    preferences: localStorage,
    rejoin: async () => {
      const join = await joinAgain(door, places.find(sessionId) ?? place);
      places.change(sessionId, { join });
      return join;
    },
    onAccess: (access) => places.renewAccess(sessionId, access),
  });
  call.subscribe(() => rememberLobby(call, door));
  call.subscribe(() => rememberEnd(call, door));
  const { microphone, camera } = kit.localMedia.getSnapshot();
  // Whoever has just seen the own picture wants pictures.
  if (camera.on) void call.setVideoChoice(atLeastSaver(call));
  void kit.localMedia.open({
    microphone: place.on.microphone && !microphone.on,
    camera: place.on.camera && !camera.on && call.getSnapshot().videoChoice !== "audio",
  });
  call.start();
  return call;
}

function atLeastSaver(call: Call): VideoChoice {
  const { videoChoice } = call.getSnapshot();
  return videoChoice === "audio" ? "auto" : videoChoice;
}
