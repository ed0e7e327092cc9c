import { expect, test } from "vitest";
import { SharedSignaling } from "./sharedSignaling";
import { FakeSignaling } from "./testing/fakeSignaling";

function scene() {
  const lines: FakeSignaling[] = [];
  const shared = new SharedSignaling(() => {
    const line = new FakeSignaling();
    lines.push(line);
    return line;
  });
  const part = () => {
    const signaling = shared.open();
    const heard: string[] = [];
    signaling.onState(({ name }) => heard.push(name));
    signaling.on("presence_changed", ({ userId }) => heard.push(userId));
    signaling.connect();
    return { signaling, heard };
  };
  return { lines, part };
}

test("all parts of a page hear one connection", () => {
  const { lines, part } = scene();
  const [one, other] = [part(), part()];
  lines[0]?.state({ name: "connected" });
  lines[0]?.emit("presence_changed", { userId: "u", online: true });
  expect(lines).toHaveLength(1);
  expect([one.heard, other.heard]).toEqual([
    ["connected", "u"],
    ["connected", "u"],
  ]);
});

test("who comes late learns that the connection stands, who went hears nothing more", () => {
  const { lines, part } = scene();
  const first = part();
  lines[0]?.state({ name: "connected" });
  const late = part();
  first.signaling.close();
  lines[0]?.emit("presence_changed", { userId: "u", online: true });
  expect([first.heard, late.heard]).toEqual([["connected"], ["connected", "u"]]);
});

test("the connection closes with its last part, the next one opens another", () => {
  const { lines, part } = scene();
  const [one, other] = [part(), part()];
  one.signaling.close();
  expect(lines[0]?.closed).toBe(false);
  other.signaling.close();
  expect(lines[0]?.closed).toBe(true);
  const next = part();
  lines[1]?.state({ name: "connected" });
  expect(next.heard).toEqual(["connected"]);
});

test("nothing is asked of a connection that nobody holds", async () => {
  const { part } = scene();
  const { signaling } = part();
  signaling.close();
  await expect(signaling.request("leave", { sessionId: "s" })).rejects.toMatchObject({ code: "unreachable" });
});
