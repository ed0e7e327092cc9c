import { type ComponentType, type ReactNode, useEffect, useState } from "react";

/** Milliseconds until a file that did not come is asked for again. */
const pause = 3000;

export type PropsOf<Component> = Component extends (props: infer Props) => ReactNode ? Props : never;

/** A module's component that is not here from the start. */
export interface Later<Module, Name extends keyof Module> {
  (props: PropsOf<Module[Name]>): ReactNode;
  /** Brings it before it is shown. */
  load(): void;
}

/** A component's file: what came of it, and how it comes. */
interface Source {
  loaded: ComponentType<object> | null;
  load(): Promise<ComponentType<object>>;
}

/**
 * A component in a file of its own, which comes when it is shown first. Unlike React's `lazy` it never fails the page
 * around it, be that a call on a poor network: nothing stands in its place until the file has come.
 */
export function later<Module, Name extends keyof Module>(
  bring: () => Promise<Module>,
  name: Name,
): Later<Module, Name> {
  return fromFile(bring, name, Part);
}

/** The same for a whole page, without which there is nothing to see: one that does not come fails (`Boundary.tsx`). */
export function laterPage<Module, Name extends keyof Module>(
  bring: () => Promise<Module>,
  name: Name,
): Later<Module, Name> {
  return fromFile(bring, name, Whole);
}

function fromFile<Module, Name extends keyof Module>(
  bring: () => Promise<Module>,
  name: Name,
  Place: (place: PlaceProps) => ReactNode,
): Later<Module, Name> {
  const source: Source = {
    loaded: null,
    async load() {
      source.loaded ??= (await bring())[name] as ComponentType<object>;
      return source.loaded;
    },
  };
  const part = (props: PropsOf<Module[Name]>) => <Place source={source} props={props as object} />;
  return Object.assign(part, { load: () => void source.load().catch(() => undefined) });
}

interface PlaceProps {
  source: Source;
  props: object;
}

function Part({ source, props }: PlaceProps) {
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

function Whole({ source, props }: PlaceProps) {
  const [Shown, setShown] = useState(() => source.loaded);
  const [failure, setFailure] = useState<{ cause: unknown } | null>(null);
  useEffect(() => {
    if (Shown) return;
    let wanted = true;
    source.load().then(
      (brought) => wanted && setShown(() => brought),
      (cause: unknown) => wanted && setFailure({ cause }),
    );
    return () => {
      wanted = false;
    };
  }, [source, Shown]);
  if (failure) throw failure.cause;
  return Shown && <Shown {...props} />;
}
