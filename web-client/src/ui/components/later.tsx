import { type ComponentType, type ReactNode, useEffect, useState } from "react";

/** Milliseconds until a file that did not come is asked for again. */
const pause = 3000;

/** A component that is not here from the start. */
type Later<Props> = ((props: Props) => ReactNode) & {
  /** Brings it before it is shown. */
  load(): void;
};

/** A component's file: what came of it, and how it comes. */
interface Source<Props> {
  loaded: ComponentType<Props> | null;
  load(): Promise<ComponentType<Props>>;
}

/**
 * A component in a file of its own, which comes when it is shown first. Unlike React's `lazy` it never fails the page
 * around it, be that a call on a poor network: nothing stands in its place until the file has come.
 */
export function later<Name extends string, Props extends object>(
  bring: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
): Later<Props> {
  const source: Source<Props> = {
    loaded: null,
    async load() {
      source.loaded ??= (await bring())[name];
      return source.loaded;
    },
  };
  return Object.assign((props: Props) => <Part source={source} props={props} />, {
    load: () => void source.load().catch(() => undefined),
  });
}

function Part<Props extends object>({ source, props }: { source: Source<Props>; props: Props }) {
  const [Shown, setShown] = useState(() => source.loaded);
  useEffect(() => {
    if (Shown) return;
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const attempt = () =>
      source.load().then(
        (brought) => wanted && setShown(() => brought),
        () => {
          if (wanted) timer = setTimeout(attempt, pause);
        },
      );
    void attempt();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [source, Shown]);
  return Shown && <Shown {...props} />;
}
