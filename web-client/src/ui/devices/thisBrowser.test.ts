import { expect, test } from "vitest";
import { thisBrowser } from "./thisBrowser";

test.each([
  ["Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1", "Safari"],
  ["Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36", "Chrome"],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0", "Edge"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox"],
  ["something new", null],
])("%s is %s", (userAgent, name) => {
  expect(thisBrowser(userAgent).name).toBe(name);
});
