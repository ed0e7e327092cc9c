import type { ApiClient } from "../../protocol/apiClient";
import { pushKey, subscribePush, unsubscribePush } from "../../protocol/push";

/** Where notifications of this browser stand. */
export type PushState = "on" | "off" | "refused" | "missing";

/** Looks without asking for anything. */
export async function pushState(api: ApiClient): Promise<PushState> {
  const worker = await workerHere();
  if (!worker) return "missing";
  if (Notification.permission === "denied") return "refused";
  const subscription = await worker.pushManager.getSubscription();
  if (!subscription) return "off";
  // It may have been another person's, or have got lost on the server: saying it again changes nothing else.
  await subscribePush(api, subscription.toJSON());
  return "on";
}

/** Asks for permission, so call it on a click; where it stands then. */
export async function turnPushOn(api: ApiClient): Promise<PushState> {
  const worker = await workerHere();
  if (!worker) return "missing";
  if ((await Notification.requestPermission()) !== "granted") return "refused";
  const { public_key } = await pushKey(api);
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: public_key,
  });
  await subscribePush(api, subscription.toJSON());
  return "on";
}

/** This browser is told no more. */
export async function turnPushOff(api: ApiClient): Promise<PushState> {
  const worker = await workerHere();
  const subscription = await worker?.pushManager.getSubscription();
  if (!subscription) return "off";
  const { id } = await subscribePush(api, subscription.toJSON());
  await unsubscribePush(api, id);
  await subscription.unsubscribe();
  return "off";
}

/** Nothing where browsers refuse a worker or know no push messages. */
async function workerHere(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window))
    return undefined;
  return navigator.serviceWorker.getRegistration();
}
