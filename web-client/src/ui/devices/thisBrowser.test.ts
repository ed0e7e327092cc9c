import { expect, test } from "vitest";
import { thisBrowser } from "./thisBrowser";

const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";
const android = "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36";
const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36";

test.each([
  [`${iphone} Version/26.0 Mobile/15E148 Safari/604.1`, 5, "Safari", "safariPhone"],
  [`${iphone} CriOS/156.0 Mobile/15E148 Safari/604.1`, 5, "Chrome", "phoneSettings"],
  [`${iphone} FxiOS/153.0 Mobile/15E148 Safari/605.1.15`, 5, "Firefox", "phoneSettings"],
  [`${iphone} Mobile/15E148`, 5, null, "other"],
  [`${mac} Version/26.0 Safari/605.1.15`, 5, "Safari", "safariPhone"],
  [`${mac} Version/26.0 Safari/605.1.15`, 0, "Safari", "safariMac"],
  [`${android} Chrome/156.0.0.0 Mobile Safari/537.36`, 5, "Chrome", "chromePhone"],
  [`${android} SamsungBrowser/30.0 Chrome/150.0 Mobile Safari/537.36`, 5, "Samsung Internet", "samsung"],
  ["Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0", 5, "Firefox", "firefoxPhone"],
  [`${windows} Chrome/156.0 Safari/537.36 Edg/156.0`, 0, "Edge", "chrome"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", 0, "Firefox", "firefox"],
  ["something new", 0, null, "other"],
])("%s, %i fingers: %s, %s", (userAgent, touches, name, steps) => {
  expect(thisBrowser(userAgent, touches)).toMatchObject({ name, steps });
});
