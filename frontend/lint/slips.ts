/**
 * What Chromium 80 lacks. In no bundle: should the rule no longer find one of these, ESLint says so, for then the
 * line above it has nothing to excuse.
 */
// eslint-disable-next-line landwatch/chromium80
document.body.replaceChildren();
// eslint-disable-next-line landwatch/chromium80
export const copy = structuredClone({});
// eslint-disable-next-line landwatch/chromium80
export const id = crypto.randomUUID();
// eslint-disable-next-line landwatch/chromium80
export const gone = AbortSignal.timeout(5);
