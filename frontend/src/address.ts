/** The names and values behind "#" in the address. In an atlas the name of the page stands before them. */

function before(): string {
  const { page } = document.documentElement.dataset;
  return page ? `${page}/` : "";
}

export interface Address {
  read: () => URLSearchParams;
  write: (values: Record<string, string>) => void;
}

export const address: Address = {
  read: () => new URLSearchParams(location.hash.slice(1 + before().length)),
  write(values) {
    // In the frame of a notebook a page has no address of its own.
    if (location.protocol === "about:") return;
    history.replaceState(null, "", `#${before()}${new URLSearchParams(values).toString()}`);
  },
};
