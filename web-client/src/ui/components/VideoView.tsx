import { type ComponentProps, useEffect, useRef } from "react";
import "./videoView.css";

interface VideoViewProps extends Omit<ComponentProps<"video">, "ref"> {
  track: MediaStreamTrack;
  /** People know themselves from the mirror. */
  mirrored?: boolean;
  label: string;
  [data: `data-${string}`]: string | undefined;
}

/** Shows one picture track; sound plays elsewhere, so it is always muted and may always start. */
export function VideoView({ track, mirrored = false, label, ...rest }: VideoViewProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    // Refused only while the page is hidden; the browser starts it by itself afterwards.
    element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return (
    <video
      {...rest}
      ref={video}
      className={mirrored ? "video video-mirrored" : "video"}
      aria-label={label}
      onResize={(event) => {
        const { videoWidth, videoHeight, dataset } = event.currentTarget;
        dataset["upright"] = String(videoHeight > videoWidth);
      }}
      autoPlay
      muted
      playsInline
      disablePictureInPicture
    />
  );
}
