/** What htmx calls and Chromium 80 does not have. */

if (!("replaceAll" in String.prototype)) {
  Object.defineProperty(String.prototype, "replaceAll", {
    configurable: true,
    writable: true,
    value(this: string, sought: string | RegExp, put: string): string {
      return typeof sought === "string" ? this.split(sought).join(put) : this.replace(sought, put);
    },
  });
}
