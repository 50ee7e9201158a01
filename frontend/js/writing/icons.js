/* Drawings of the buttons, on a square of 20: fonts of phones lack the signs for them. */

const DRAWN = {
  list: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  numbers: "M9 5h8M9 10h8M9 15h8M3 3.5l1.5-.7V7M2.8 12c.6-1 2.6-.9 2.4.4-.1.8-1.4 1.5-2.3 2.9h2.6",
  quote: "M4 13c2 0 3-1.5 3-4V6H3v4h2.6M12 13c2 0 3-1.5 3-4V6h-4v4h2.6",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1",
  table: "M3 4h14v12H3zM3 8h14M10 4v12",
  row: "M3 3h14v6H3zM10 12v6M7 15h6",
  rowless: "M3 3h14v6H3zM7 15h6",
  column: "M3 3h6v14H3zM15 7v6M12 10h6",
  columnless: "M3 3h6v14H3zM12 10h6",
  tableless: "M3 4h14v12H3zM7 7l6 6M13 7l-6 6",
  undo: "M7 4L3 8l4 4M3 8h8a5 5 0 0 1 0 10H8",
  redo: "M13 4l4 4-4 4M17 8H9a5 5 0 0 0 0 10h3",
};

export function drawn(name) {
  if (!DRAWN[name]) return null;
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true" })) picture.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", DRAWN[name]);
  picture.append(path);
  return picture;
}
