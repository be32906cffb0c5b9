// Draws terminal output (stdin; bold and dim understood) as an SVG picture on stdout: the README's picture is real output.
import { text } from "node:stream/consumers";

const CHARACTER = 7.8;
const LINE = 17;
const MARGIN = 16;

const lines = (await text(process.stdin)).replaceAll("\r", "").replace(/\n+$/, "").split("\n");
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
const ESCAPE = /\u001b\[(\d+)m/;

/** One line as spans, each with the style that was on. */
function toSpans(line) {
  const spans = [];
  let style = "";
  for (const [index, part] of line.split(ESCAPE).entries()) {
    if (index % 2 === 1) style = part === "1" ? ' class="b"' : part === "2" ? ' class="d"' : "";
    else if (part !== "") spans.push(`<tspan${style}>${escapeXml(part)}</tspan>`);
  }
  return spans.join("");
}

function escapeXml(raw) {
  return raw.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const plain = lines.map((line) =>
  line
    .split(ESCAPE)
    .filter((_, index) => index % 2 === 0)
    .join(""),
);
const width = Math.ceil(Math.max(...plain.map((line) => line.length)) * CHARACTER + 2 * MARGIN);
const height = lines.length * LINE + 2 * MARGIN;
const rows = lines.map(
  (line, index) =>
    `<text x="${MARGIN}" y="${MARGIN + (index + 0.8) * LINE}" xml:space="preserve">${toSpans(line)}</text>`,
);
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Terminal output of nowthen">
<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dce2}.b{font-weight:700;fill:#fff}.d{fill:#8a939e}</style>
<rect width="${width}" height="${height}" rx="8" fill="#14181d"/>
${rows.join("\n")}
</svg>
`);
