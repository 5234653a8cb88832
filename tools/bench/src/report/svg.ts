/** The attributes of an element; numbers are written with two decimals at most. */
export type Attributes = Readonly<Record<string, string | number>>;

/** Renders an element without children. */
export function element(name: string, attributes: Attributes): string {
  return `<${name}${renderAttributes(attributes)}/>`;
}

/** Renders a line through points. */
export function line(points: readonly (readonly [number, number])[], attributes: Attributes): string {
  return element('polyline', {
    points: points.map(([x, y]) => `${round(x)},${round(y)}`).join(' '),
    fill: 'none',
    ...attributes,
  });
}

/** Renders text that starts at a point, unless `text-anchor` says otherwise. */
export function text(x: number, y: number, content: string, attributes: Attributes = {}): string {
  return `<text${renderAttributes({ x, y, ...attributes })}>${escapeXml(content)}</text>`;
}

/** Renders a document that is readable on any background. */
export function svgDocument(
  { width, height, title }: { readonly width: number; readonly height: number; readonly title: string },
  children: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" role="img">
<title>${escapeXml(title)}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
${children.join('\n')}
</svg>
`;
}

function renderAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(typeof value === 'number' ? round(value) : value)}"`)
    .join('');
}

function round(value: number): string {
  return String(Number(value.toFixed(2)));
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
