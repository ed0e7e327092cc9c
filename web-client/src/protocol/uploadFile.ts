import { ApiError, problemOf } from "./apiError";
import type { FileFacts } from "./message";

/** What `fetch` cannot tell: how much of a file is up. Rejects with an `ApiError`. */
export function uploadFile(
  address: string,
  token: string,
  file: File,
  onProgress: (part: number) => void,
): Promise<FileFacts> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onProgress(loaded / total);
    });
    request.addEventListener("error", () => reject(new ApiError("unreachable")));
    request.addEventListener("load", () => {
      const response = new Response(request.responseText, { status: request.status });
      if (response.ok) response.json().then(resolve, () => reject(new ApiError("unknown")));
      else void problemOf(response).then(reject);
    });
    request.send(file);
  });
}
