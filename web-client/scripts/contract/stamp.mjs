import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

/** The OpenAPI document of the server. */
export const document = fileURLToPath(new URL("../../../docs/openapi.json", import.meta.url));
/** Its types. */
export const contract = fileURLToPath(new URL("../../src/protocol/contract.ts", import.meta.url));

/** Which document types were made of. */
export function stampOf(text) {
  return `docs/openapi.json, SHA-256 ${createHash("sha256").update(text).digest("hex")}`;
}
