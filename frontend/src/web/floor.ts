// What no older browser can, before anything newer is read: this file alone speaks the language of the oldest.
// `Promise.allSettled` came with Chromium 76; 80 is what 360 and QQ browsers carry.
if (!("Promise" in window && "allSettled" in Promise)) location.replace("/browser");
