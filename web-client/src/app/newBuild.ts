/** For which build this tab was loaded anew; a server that never gives that one is not asked for it for ever. */
const key = "vestibule.build";

/** What is looked at to tell builds apart, as this browser has it. */
export interface Surroundings {
  /** The script that this page began with. */
  script: string | null;
  /** The page as the server gives it now. */
  ask(): Promise<string>;
  memory: Pick<Storage, "getItem" | "setItem">;
  reload(): void;
}

/** Loads the page anew, once, where the server has another build by now: the files of this one are gone. */
export async function followNewBuild({ script, ask, memory, reload } = browser()): Promise<void> {
  // A server that is away has no newer build.
  const offered = await ask().then(scriptOf, () => null);
  if (!offered || offered === script || memory.getItem(key) === offered) return;
  memory.setItem(key, offered);
  reload();
}

function scriptOf(page: string): string | null {
  return /<script\b[^>]*\bsrc="(\/assets\/[^"]+)"/.exec(page)?.[1] ?? null;
}

function browser(): Surroundings {
  return {
    script: document.querySelector("script[type=module][src]")?.getAttribute("src") ?? null,
    ask: async () => (await fetch("/", { cache: "no-store", headers: { Accept: "text/html" } })).text(),
    memory: sessionStorage,
    reload: () => location.reload(),
  };
}
