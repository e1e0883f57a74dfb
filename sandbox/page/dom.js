/** Builds elements from attributes and nodes; strings become text, so nothing here can parse markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

const PATHS = {
  send: "M4.5 12 3.6 4.7a.8.8 0 0 1 1.15-.82l15.3 7.4a.8.8 0 0 1 0 1.44l-15.3 7.4a.8.8 0 0 1-1.15-.82L4.5 12Zm0 0H12",
  reply: "M10 8V4L3 11l7 7v-4.2c5 0 8.5 1.7 11 5.2-1-6-4-11-11-11Z",
  close: "m6 6 12 12M18 6 6 18",
  more: "M12 5.2v.01M12 12v.01M12 18.8v.01",
  down: "m6 9.5 6 6 6-6",
  arrow: "M8 16 16 8M9.5 8H16v6.5",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
};

export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Makes `parent` hold exactly `nodes` in that order, moving only what is out of place. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/** Assigns text only where it differs, so that selections and screen readers are left in peace. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
