import { expect, test, vi } from "vitest";
import { followNewBuild } from "./newBuild";

const page = (build: string) =>
  `<head><script type="module" crossorigin src="/assets/${build}"></script></head>`;

function tab(ask: () => Promise<string>) {
  const kept = new Map<string, string>();
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  return { script: "/assets/index-old.js", ask, memory, reload: vi.fn() };
}

test("another build is loaded once, even where the page that comes is still of the old one", async () => {
  const surroundings = tab(async () => page("index-new.js"));
  await followNewBuild(surroundings);
  await followNewBuild(surroundings);
  expect(surroundings.reload).toHaveBeenCalledTimes(1);
  await followNewBuild({ ...surroundings, ask: async () => page("index-newer.js") });
  expect(surroundings.reload).toHaveBeenCalledTimes(2);
});

test("the same build, no answer and somebody else's page change nothing", async () => {
  const answers = [
    async () => page("index-old.js"),
    () => Promise.reject(new TypeError("no network")),
    async () => "<h1>Sign in to this Wi-Fi</h1><script src='https://wifi.example/x.js'></script>",
  ];
  for (const ask of answers) {
    const surroundings = tab(ask);
    await followNewBuild(surroundings);
    expect(surroundings.reload).not.toHaveBeenCalled();
  }
});
